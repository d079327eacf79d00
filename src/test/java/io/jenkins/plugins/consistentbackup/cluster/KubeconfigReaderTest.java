package io.jenkins.plugins.consistentbackup.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A kubeconfig is read, and nothing that it says is done. */
class KubeconfigReaderTest {
    private static final String SECRET = "s3cret-token";

    @TempDir
    Path directory;

    private static String kubeconfig(final String clusterMore, final String user) {
        return """
                apiVersion: v1
                kind: Config
                current-context: prod
                contexts:
                - name: prod
                  context: {cluster: c1, user: u1, namespace: shop}
                - name: bare
                  context: {cluster: c1}
                clusters:
                - name: c1
                  cluster: {server: 'https://k8s.example:6443'%s}
                users:
                - name: u1
                  user: {%s}
                """.formatted(clusterMore, user);
    }

    private static String base64(final String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ClusterAddress foreign(final String clusterMore, final String user) {
        return KubeconfigReader.ofForeignText().read(kubeconfig(clusterMore, user), null);
    }

    @Test
    void whatStandsInTheTextIsRead() {
        ClusterAddress address = foreign(
                ", certificate-authority-data: " + base64("CA"),
                "token: ' " + SECRET + " ', client-certificate-data: " + base64("CERT") + ", client-key-data: "
                        + base64("KEY"));

        assertThat(address.server()).isEqualTo("https://k8s.example:6443");
        assertThat(address.authority()).contains("CA");
        assertThat(address.token()).contains(SECRET);
        assertThat(address.certificate()).contains("CERT");
        assertThat(address.key()).contains("KEY");
        assertThat(address.namespace()).isEqualTo("shop");
        assertThat(address.insecure()).isFalse();
        assertThat(address.toString()).doesNotContain(SECRET, "KEY");
    }

    @Test
    void namedContextIsTaken() {
        ClusterAddress address = KubeconfigReader.ofForeignText().read(kubeconfig("", "token: t"), "bare");
        assertThat(address.token()).isEmpty();
        assertThat(address.namespace()).isEqualTo("default");
    }

    /** Programs to run, files to read, other places to talk to, other people to be. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: [/tmp/owned]}",
                "auth-provider: {name: gcp}",
                "username: admin",
                "password: p",
                "as: system:admin",
                "as-uid: '1'",
                "as-groups: ['system:masters']",
                "as-user-extra: {scopes: [all]}",
                "tokenFile: /etc/passwd",
                "client-certificate: /etc/passwd",
                "client-key: ../../etc/shadow",
            })
    void entryOfAUserIsRefused(final String entry) {
        assertThatThrownBy(() -> foreign("", (entry.startsWith("tokenFile") ? "" : "token: t, ") + entry))
                .isInstanceOf(KubeconfigException.class)
                .hasMessageStartingWith("user u1 in the kubeconfig has \"" + entry.split(":")[0] + "\"")
                .hasMessageContaining("not accepted: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy-url: 'http://evil.example'",
                "tls-server-name: other.example",
                "certificate-authority: /etc/passwd"
            })
    void entryOfAClusterIsRefused(final String entry) {
        assertThatThrownBy(() -> foreign(", " + entry, "token: t"))
                .isInstanceOf(KubeconfigException.class)
                .hasMessageStartingWith("cluster c1 in the kubeconfig has \"" + entry.split(":")[0] + "\"");
    }

    @Test
    void certificateIsUncheckedOnlyIfTheUsersOwnFileSaysSo() {
        String entry = ", insecure-skip-tls-verify: true";
        assertThatThrownBy(() -> foreign(entry, "token: t"))
                .hasMessageContaining("insecure-skip-tls-verify, which is not allowed here");
        assertThat(KubeconfigReader.ofOwnFile(directory)
                        .read(kubeconfig(entry, "token: t"), null)
                        .insecure())
                .isTrue();
        assertThat(foreign(", insecure-skip-tls-verify: false", "token: t").insecure())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                     | this is no kubeconfig
            just text                              | this is no kubeconfig
            [1, 2]                                 | this is no kubeconfig
            {clusters: {}}                         | this is no kubeconfig
            {clusters: []}                         | kubeconfig has no current-context
            {clusters: [], current-context: lost}  | kubeconfig has no context "lost"
            """)
    void whatIsNoKubeconfigIsSaid(final String text, final String message) {
        assertThatThrownBy(() -> KubeconfigReader.ofForeignText().read(text, null))
                .isInstanceOf(KubeconfigException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void malformedTextIsNotQuoted() {
        assertThatThrownBy(() -> KubeconfigReader.ofForeignText().read("a: b\ntoken: [" + SECRET + "\n}", null))
                .isInstanceOf(KubeconfigException.class)
                .hasMessageStartingWith("kubeconfig is not valid YAML (line ")
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
    }

    @Test
    void unknownContextNamesTheKnownOnes() {
        assertThatThrownBy(() -> KubeconfigReader.ofForeignText().read(kubeconfig("", "token: t"), "nope"))
                .hasMessage("kubeconfig has no context \"nope\"; it has: prod, bare");
    }

    @ParameterizedTest
    @CsvSource({
        "'', does not begin with https://",
        "k8s.example, does not begin with https://",
        "file:///etc/passwd, does not begin with https://",
        "ftp://k8s.example, does not begin with https://",
        "HTTP://k8s.example, does not begin with https://",
        "http://k8s.example:8080, everybody on the way could read the credentials",
        "http://127.0.0.1:8001, everybody on the way could read the credentials",
        "http://[::1]:8001, everybody on the way could read the credentials",
        "https://not a host, malformed: https://not a host",
        "https://, malformed",
        "https://me:s3cret-token@k8s.example, a user's name in it"
    })
    void serverIsEnteredOverTlsAlone(final String server, final String objection) {
        for (String user : List.of("token: t", "client-certificate-data: " + base64("CERT"), "")) {
            String text = kubeconfig("", user).replace("https://k8s.example:6443", server);
            for (KubeconfigReader reader :
                    List.of(KubeconfigReader.ofForeignText(), KubeconfigReader.ofOwnFile(directory))) {
                assertThatThrownBy(() -> reader.read(text, null))
                        .isInstanceOf(KubeconfigException.class)
                        .hasMessageStartingWith("cluster c1 in the kubeconfig: the server's URL ")
                        .hasMessageContaining(objection)
                        .hasMessageNotContaining(SECRET);
            }
        }
    }

    @Test
    void thereIsNoAddressWithoutTls() {
        assertThatThrownBy(() -> ClusterAddress.withToken("http://k8s.example", Optional.empty(), SECRET, "default"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins with http://")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void brokenBase64IsSaidWithoutItsContent() {
        assertThatThrownBy(() -> foreign("", "client-key-data: 'a'"))
                .hasMessage("user u1 in the kubeconfig: client-key-data is not valid base64");
    }

    @Test
    void ownFileMayNameFiles() throws IOException {
        Files.writeString(directory.resolve("token"), SECRET + "\n");
        Files.writeString(directory.resolve("ca.crt"), "CA");
        KubeconfigReader reader = KubeconfigReader.ofOwnFile(directory);

        ClusterAddress address =
                reader.read(kubeconfig(", certificate-authority: ca.crt", "tokenFile: " + directory + "/token"), null);

        assertThat(address.token()).contains(SECRET);
        assertThat(address.authority()).contains("CA");
        assertThatThrownBy(() -> reader.read(kubeconfig("", "tokenFile: missing"), null))
                .hasMessage("user u1 in the kubeconfig: cannot read tokenFile missing");
        assertThatThrownBy(() -> reader.read(kubeconfig("", "exec: {command: id}"), null))
                .hasMessageContaining("\"exec\", which is not accepted");
    }
}
