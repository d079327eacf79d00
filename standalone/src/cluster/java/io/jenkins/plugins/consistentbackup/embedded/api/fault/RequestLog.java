package io.jenkins.plugins.consistentbackup.embedded.api.fault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The requests since the start or the last reset: all are counted, the last ones are kept. Safe for many threads. */
public final class RequestLog {

    private static final int KEPT = 10_000;

    private final Map<String, Long> counts = new TreeMap<>();
    private final Deque<ObservedRequest> last = new ArrayDeque<>();
    private long total;

    /** Counts a request and gives it its number. */
    public synchronized ObservedRequest record(ObservedRequest request) {
        total++;
        ObservedRequest numbered = new ObservedRequest(
                total,
                request.verb(),
                request.group(),
                request.resource(),
                request.subresource(),
                request.namespace(),
                request.name(),
                request.user(),
                request.uri());
        counts.merge(numbered.label(), 1L, Long::sum);
        last.addLast(numbered);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
        return numbered;
    }

    public synchronized long total() {
        return total;
    }

    /** How often each verb was used on each resource: {@code create volumesnapshots.snapshot.storage.k8s.io → 3}. */
    public synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** The last requests, at most ten thousand, oldest first. */
    public synchronized List<ObservedRequest> requests() {
        return List.copyOf(last);
    }

    /**
     * What was changed in a namespace, or begun in one of its containers, by the requests that are kept: what is counted.
     *
     * @param after number of a request; those before it and itself do not count
     */
    public List<String> touched(String namespace, long after) {
        return requests().stream()
                .filter(request ->
                        request.number() > after && request.namespace().equals(namespace))
                .filter(request -> request.isWrite() || request.subresource().equals("exec"))
                .map(ObservedRequest::label)
                .toList();
    }

    public synchronized void reset() {
        counts.clear();
        last.clear();
        total = 0;
    }
}
