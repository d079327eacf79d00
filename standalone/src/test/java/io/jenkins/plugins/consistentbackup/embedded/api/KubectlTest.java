package io.jenkins.plugins.consistentbackup.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.consistentbackup.embedded.api.store.StoreOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The kubectl that is installed works with the embedded API server, over TLS and with the kubeconfig it is given. */
@ExtendWith(ConformanceTable.class)
class KubectlTest {

    private static final Path KUBECTL = Path.of("/usr/bin/kubectl");
    private static final long LIMIT_SECONDS = 30;

    private static final String MANIFEST = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {color: "%s"}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db}
            spec:
              serviceName: db
              selector: {matchLabels: {app: db}}
              template:
                metadata: {labels: {app: db}}
                spec: {containers: [{name: db, image: postgres}]}
            """;

    @TempDir
    Path home;

    private ServedStore cluster;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(KUBECTL), "no kubectl is installed");
        cluster = ServedStore.start(StoreOptions.DEFAULTS, ApiServerOptions.DEFAULTS);
        Files.writeString(
                home.resolve("kubeconfig"),
                cluster.server().kubeconfig(cluster.server().tokens().admin(), ServedStore.NAMESPACE));
    }

    @AfterEach
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private String kubectl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(KUBECTL.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("KUBECONFIG", home.resolve("kubeconfig").toString());
        Path output = home.resolve("output");
        Process process = builder.redirectOutput(output.toFile()).start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private String manifest(String color) throws IOException {
        return Files.writeString(home.resolve("manifest.yaml"), MANIFEST.formatted(color))
                .toString();
    }

    @Test
    @Source("kubernetes.io/docs/reference/kubectl/generated/kubectl_apply/")
    void appliesGetsAndDeletes() throws Exception {
        assertThat(kubectl("apply", "-f", manifest("red")))
                .contains("configmap/settings created", "statefulset.apps/db created");
        assertThat(kubectl("apply", "-f", manifest("red"))).contains("configmap/settings unchanged");
        assertThat(kubectl("apply", "-f", manifest("blue"))).contains("configmap/settings configured");
        assertThat(kubectl("get", "cm", "settings", "-o", "jsonpath={.data.color}"))
                .isEqualTo("blue");
        assertThat(kubectl("get", "sts")).contains("db");
        assertThat(kubectl("delete", "cm", "settings")).contains("deleted");
        assertThat(kubectl("get", "cm", "settings")).contains("(NotFound)", "configmaps \"settings\" not found");
    }

    @Test
    @Source("kubernetes.io/docs/reference/using-api/server-side-apply/")
    void appliesOnTheServer() throws Exception {
        assertThat(kubectl("apply", "--server-side", "-f", manifest("red")))
                .contains("configmap/settings serverside-applied");
        assertThat(kubectl("apply", "--server-side", "--field-manager=other", "-f", manifest("blue")))
                .contains("conflict with \"kubectl\"", ".data.color");
        assertThat(kubectl(
                        "apply", "--server-side", "--force-conflicts", "--field-manager=other", "-f", manifest("blue")))
                .contains("serverside-applied");
    }

    @Test
    @Source("kubernetes.io/docs/reference/kubectl/")
    void scalesPatchesLabelsAndWaits() throws Exception {
        kubectl("apply", "-f", manifest("red"));
        assertThat(kubectl("scale", "sts/db", "--replicas=3")).contains("scaled");
        assertThat(kubectl("get", "sts", "db", "-o", "jsonpath={.spec.replicas}"))
                .isEqualTo("3");
        assertThat(kubectl("label", "cm", "settings", "tier=web")).contains("labeled");
        assertThat(kubectl("get", "cm", "-l", "tier=web", "-o", "name")).contains("configmap/settings");
        assertThat(kubectl("patch", "cm", "settings", "-p", "{\"data\":{\"size\":\"1\"}}"))
                .contains("patched");
        assertThat(kubectl("wait", "--for=condition=Ready", "sts/db", "--timeout=1s"))
                .contains("timed out waiting");
        assertThat(kubectl("delete", "sts", "db", "--wait")).contains("deleted");
    }
}
