import java.util.concurrent.CountDownLatch;

/**
 * One node of OpenSearch or Elasticsearch until it is killed. Run from its source, in which RUNNER is the class that starts
 * the one or the other: the tests themselves know nothing of either.
 */
public final class SearchLaunch {
    /** Arguments: a directory, and the HTTP port. */
    public static void main(String[] args) throws Exception {
        RUNNER runner = new RUNNER();
        runner.onBuild((number, settings) -> settings.put("http.port", args[1])
                .put("transport.port", "0")
                .put("network.host", "127.0.0.1")
                .put("discovery.type", "single-node"));
        runner.build(new String[] {"-basePath", args[0], "-numOfNode", "1", "-useLogger"});
        new CountDownLatch(1).await();
    }
}
