import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One node of OpenSearch until it is killed. Run from its source: the tests themselves know nothing of OpenSearch. */
public final class OpenSearchLaunch {
    /** Arguments: a directory, and the HTTP port. */
    public static void main(String[] args) throws Exception {
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> settings.put("http.port", args[1])
                .put("transport.port", "0")
                .put("network.host", "127.0.0.1")
                .put("discovery.type", "single-node"));
        runner.build(new String[] {"-basePath", args[0], "-numOfNode", "1", "-useLogger"});
        new CountDownLatch(1).await();
    }
}
