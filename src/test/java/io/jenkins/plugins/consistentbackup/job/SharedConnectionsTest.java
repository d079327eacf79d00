package io.jenkins.plugins.consistentbackup.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterAddress;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedConnectionsTest {
    /** The tokens of the connections that were closed, in that order. */
    private final List<String> closed = new ArrayList<>();

    private final SharedConnections connections = new SharedConnections(this::open);

    @Test
    void lastUserCloses() {
        SharedConnections.Use first = connections.use(as("token"));
        SharedConnections.Use second = connections.use(as("token"));
        assertThat(second.cluster() == first.cluster()).isTrue();
        first.close();
        first.close();
        assertThat(closed).isEmpty();
        second.close();
        assertThat(closed).containsExactly("token");
        connections.use(as("token")).close();
        assertThat(closed).containsExactly("token", "token");
    }

    @Test
    void anotherIdentityGetsAnotherConnection() {
        connections.use(as("one"));
        connections.use(as("two")).close();
        assertThat(closed).containsExactly("two");
    }

    @Test
    void allAreCutAtTheEnd() {
        SharedConnections.Use use = connections.use(as("token"));
        connections.closeAll();
        use.close();
        assertThat(closed).containsExactly("token");
    }

    private Cluster open(final ClusterAddress address) {
        return (Cluster) Proxy.newProxyInstance(
                Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closed.add(address.token().orElseThrow());
                    }
                    return null;
                });
    }

    private static ClusterAddress as(final String token) {
        return ClusterAddress.withToken("https://cluster", Optional.empty(), token, "default");
    }
}
