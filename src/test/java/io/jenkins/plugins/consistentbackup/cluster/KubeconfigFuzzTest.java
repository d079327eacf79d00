package io.jenkins.plugins.consistentbackup.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.fuzz.HostileText;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Whatever stands in a kubeconfig, the worst is that it is refused, soon and without a word of what is secret. */
class KubeconfigFuzzTest {
    private static final String SECRET = "c2VjcmV0LXRva2Vu";
    private static final String GOOD = """
        apiVersion: v1
        kind: Config
        current-context: prod
        contexts:
        - name: prod
          context: {cluster: c1, user: u1, namespace: shop}
        clusters:
        - name: c1
          cluster:
            server: https://k8s.example:6443
            certificate-authority-data: Q0E=
        users:
        - name: u1
          user: {token: %s, client-certificate-data: Q0E=, client-key-data: Q0E=}
        """.formatted(SECRET);

    @Property
    void oneThatSomebodyChangedIsReadOrRefused(@ForAll("changed") final String text) {
        readOrRefused(text);
    }

    @Property
    void anythingIsReadOrRefused(@ForAll("anything") final String text) {
        readOrRefused(text);
    }

    @Test
    void tenLevelsOfAliasesAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i <= 10; i++) {
            String below = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]%n".formatted(i, i, String.join(", ", List.of(below, below, below, below))));
        }
        readOrRefused(bomb + GOOD);
        readOrRefused(bomb + "clusters: [*a10]\ncurrent-context: *a10\n");
    }

    @Provide
    Arbitrary<String> changed() {
        return HostileText.from(List.of(GOOD));
    }

    @Provide
    Arbitrary<String> anything() {
        return HostileText.outOfNothing().map(text -> "clusters: []\ncontexts:\n- name: " + text);
    }

    private static void readOrRefused(final String text) {
        HostileText.soon(() -> {
            try {
                assertThat(KubeconfigReader.ofForeignText().read(text, null).server())
                        .startsWith("http");
            } catch (KubeconfigException e) {
                assertThat(e.getMessage()).isNotEmpty().doesNotContain(SECRET);
            }
        });
    }
}
