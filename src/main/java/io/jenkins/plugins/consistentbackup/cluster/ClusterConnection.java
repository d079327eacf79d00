package io.jenkins.plugins.consistentbackup.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** Connects to clusters. */
public final class ClusterConnection {
    /** What every single request may take, when nothing else is asked for. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(15);

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    /** A silent network is noticed after two of these; only OkHttp's WebSockets send pings at all. */
    private static final long PING_MILLIS = 5_000;

    private static final int WORKERS = 4;
    /** How long a thread that waited for an answer waits for the next request. */
    private static final long IDLE_SECONDS = 2;
    /** Requests under way at once, each of which costs a thread: as many as the volumes that are to be cut together. */
    private static final int MOST_REQUESTS = 128;

    /** Shared by all connections: what it learns of Kubernetes' types costs more than a small backup's requests. */
    private static final ObjectMapper MAPPER = mapper();

    private ClusterConnection() {}

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper();
        new KubernetesSerialization(mapper, false); // Sets the mapper up for Kubernetes' types.
        return mapper;
    }

    /** A connection with threads of its own, for one cluster; nothing is sent yet. */
    public static Cluster open(final ClusterAddress address) {
        return open(address, DEFAULT_DEADLINE);
    }

    /** @param deadline of every single request */
    public static Cluster open(final ClusterAddress address, final Duration deadline) {
        HttpClient http = http(address);
        ThreadPoolExecutor work = new ThreadPoolExecutor(
                WORKERS, WORKERS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("cluster-work"));
        // What sockets still say after the end is heard by their own threads: nobody's future stays open.
        work.setRejectedExecutionHandler((task, pool) -> task.run());
        ClientThreads threads = new ClientThreads(timer(), work);
        ApiClient api = new ApiClient(http, address, MAPPER, threads, deadline);
        return new FabricCluster(api, () -> {
            threads.close(new ClusterException(
                    Reason.CANCELLED, "the connection to " + address.server() + " was closed on this side"));
            http.close();
        });
    }

    private static ScheduledExecutorService timer() {
        // What would have been done later is not done any more once the connection is closed.
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, daemons("cluster-timer"), new ThreadPoolExecutor.DiscardPolicy());
        timer.setRemoveOnCancelPolicy(true); // Deadlines of answered requests must not pile up.
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return timer;
    }

    private static HttpClient http(final ClusterAddress address) {
        Config config = Config.empty(); // Never Config.autoConfigure: it would enter as whoever runs this JVM.
        config.setMasterUrl(address.server());
        config.setTrustCerts(address.insecure());
        address.authority().ifPresent(config::setCaCertData);
        address.certificate().ifPresent(config::setClientCertData);
        address.key().ifPresent(config::setClientKeyData);
        config.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        config.setWebsocketPingInterval(PING_MILLIS);
        config.setRequestRetryBackoffLimit(0); // What is tried again, and what never, is decided here.
        config.setUserAgent("consistent-backup");
        HttpClient.Builder builder = new OneTryFactory().newBuilder(config);
        // fabric8's own interceptor would look for another token in files when the server refuses this one.
        builder.addOrReplaceInterceptor("TOKEN", null);
        return builder.build();
    }

    /**
     * OkHttp by itself sends a request once more when its connection breaks, also one that creates something; and it keeps
     * the thread of each request for a minute after its answer, so that many short requests look like many waiting ones.
     */
    private static final class OneTryFactory extends OkHttpClientFactory {
        @Override
        protected void additionalConfig(final OkHttpClient.Builder builder) {
            builder.retryOnConnectionFailure(false);
        }

        @Override
        protected Dispatcher initDispatcher() {
            Dispatcher dispatcher = new Dispatcher(new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    daemons("cluster-request")));
            // A WebSocket counts as a request for as long as it is open.
            dispatcher.setMaxRequests(Integer.MAX_VALUE);
            dispatcher.setMaxRequestsPerHost(MOST_REQUESTS);
            return dispatcher;
        }
    }

    private static ThreadFactory daemons(final String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
