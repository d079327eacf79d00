package io.jenkins.plugins.consistentbackup.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedObjectsTest {
    private final WatchedObjects<ConfigMap> objects = new WatchedObjects<>();

    private static ConfigMap map(final String name, final String uid, final String version) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(uid)
                .withResourceVersion(version)
                .endMetadata()
                .build();
    }

    private String version(final String name) {
        return objects.view().get(name).getMetadata().getResourceVersion();
    }

    @Test
    void eventThatWasSeenBeforeChangesNothing() {
        assertThat(objects.put(map("a", "1", "10"))).isTrue();
        assertThat(objects.put(map("a", "1", "10"))).isFalse();
        assertThat(objects.put(map("a", "1", "11"))).isTrue();
        assertThat(objects.put(map("a", "1", "10"))).isFalse();
        assertThat(version("a")).isEqualTo("11");
    }

    @Test
    void versionsAreNotCompared() {
        objects.put(map("a", "1", "100"));
        assertThat(objects.put(map("a", "1", "99"))).isTrue();
        assertThat(objects.put(map("a", "1", "not a number"))).isTrue();
        assertThat(version("a")).isEqualTo("not a number");
    }

    @Test
    void deletedObjectDoesNotComeBack() {
        objects.put(map("a", "1", "10"));
        assertThat(objects.remove(map("a", "1", "11"))).isTrue();
        assertThat(objects.remove(map("a", "1", "11"))).isFalse();
        assertThat(objects.put(map("a", "1", "10"))).isFalse();
        objects.reset(List.of(map("a", "1", "10")));
        assertThat(objects.view()).isEmpty();
    }

    @Test
    void deletionThatWasSeenBeforeTheCreationIsKnown() {
        assertThat(objects.remove(map("a", "1", "11"))).isFalse();
        assertThat(objects.put(map("a", "1", "10"))).isFalse();
    }

    @Test
    void successorOfTheSameNameReplaces() {
        objects.put(map("a", "1", "10"));
        assertThat(objects.put(map("a", "2", "20"))).isTrue();
        assertThat(objects.put(map("a", "1", "11"))).as("of the predecessor").isFalse();
        assertThat(objects.remove(map("a", "1", "12"))).as("of the predecessor").isFalse();
        assertThat(version("a")).isEqualTo("20");
    }

    @Test
    void listReplacesAll() {
        objects.put(map("a", "1", "10"));
        objects.put(map("b", "2", "11"));
        objects.reset(List.of(map("b", "2", "11"), map("c", "3", "12")));
        assertThat(objects.view()).containsOnlyKeys("b", "c");
        assertThat(objects.put(map("a", "1", "10"))).isFalse();
    }

    @Test
    void listOfAStaleCacheDoesNotGoBack() {
        objects.put(map("a", "1", "10"));
        objects.put(map("a", "1", "11"));
        objects.reset(List.of(map("a", "1", "10")));
        assertThat(version("a")).isEqualTo("11");
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 100; i++) {
            objects.put(map("a", "1", "v" + i));
        }
        assertThat(objects.put(map("a", "1", "v98"))).isFalse();
        assertThat(objects.put(map("a", "1", "v0"))).as("forgotten long ago").isTrue();
        for (int i = 0; i <= 10_000; i++) {
            objects.remove(map("gone", "uid-" + i, "1"));
        }
        assertThat(objects.put(map("gone", "uid-10000", "1"))).isFalse();
        assertThat(objects.put(map("gone", "uid-0", "1")))
                .as("forgotten long ago")
                .isTrue();
    }
}
