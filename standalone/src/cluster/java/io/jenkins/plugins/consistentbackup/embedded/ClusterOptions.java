package io.jenkins.plugins.consistentbackup.embedded;

import io.jenkins.plugins.consistentbackup.embedded.api.ApiServerOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.store.StoreOptions;
import io.jenkins.plugins.consistentbackup.embedded.image.BuiltInImages;
import io.jenkins.plugins.consistentbackup.embedded.image.ImageCache;
import io.jenkins.plugins.consistentbackup.embedded.image.ImageRegistry;
import java.nio.file.Path;
import java.util.Set;

/**
 * What can be chosen of an embedded cluster.
 *
 * @param parent directory below which the cluster makes its own, which it removes at the end
 * @param images what image names mean
 * @param waitForFirstConsumer names of the storage classes that bind a claim only when a pod uses it
 * @param plainDirectories whether the atomic driver does without btrfs even where this machine has it
 * @param store options of the object store
 * @param server options of the API server; who executes and logs is set by the cluster
 */
public record ClusterOptions(
        Path parent,
        ImageRegistry images,
        Set<String> waitForFirstConsumer,
        boolean plainDirectories,
        StoreOptions store,
        ApiServerOptions server) {

    /** Everything on free ports below the temporary directory, all classes bind at once, btrfs where possible. */
    public static ClusterOptions defaults() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("consistent-backup-" + System.getProperty("user.name"));
        return new ClusterOptions(
                parent,
                BuiltInImages.registry(ImageCache.ofUser()),
                Set.of(),
                false,
                StoreOptions.DEFAULTS.withStorageProtection(),
                ApiServerOptions.DEFAULTS);
    }

    public ClusterOptions withParent(Path directory) {
        return new ClusterOptions(directory, images, waitForFirstConsumer, plainDirectories, store, server);
    }

    public ClusterOptions withImages(ImageRegistry registry) {
        return new ClusterOptions(parent, registry, waitForFirstConsumer, plainDirectories, store, server);
    }

    /** These storage classes, of {@code csi-atomic} and {@code csi-torn}, wait for a pod before they bind a claim. */
    public ClusterOptions withWaitForFirstConsumer(String... classes) {
        return new ClusterOptions(parent, images, Set.of(classes), plainDirectories, store, server);
    }

    /** As on a machine without root rights or btrfs: volumes are copied while all who use them are stopped. */
    public ClusterOptions withPlainDirectories() {
        return new ClusterOptions(parent, images, waitForFirstConsumer, true, store, server);
    }

    public ClusterOptions withStore(StoreOptions options) {
        return new ClusterOptions(parent, images, waitForFirstConsumer, plainDirectories, options, server);
    }

    public ClusterOptions withServer(ApiServerOptions options) {
        return new ClusterOptions(parent, images, waitForFirstConsumer, plainDirectories, store, options);
    }
}
