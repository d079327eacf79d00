package io.jenkins.plugins.consistentbackup.embedded.api.store;

import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The last changes, and the watches that are told of the next. Not for several threads: {@link ObjectStore} guards it. */
final class EventLog {

    private final int length;
    private final Deque<ChangeEvent> events = new ArrayDeque<>();
    private final List<Feed> feeds = new CopyOnWriteArrayList<>();
    private long compacted;

    EventLog(int length) {
        this.length = length;
    }

    void append(ChangeEvent event) {
        events.addLast(event);
        while (events.size() > length) {
            compacted = events.removeFirst().resourceVersion();
        }
        feeds.forEach(feed -> feed.offer(event));
    }

    /** Forgets all changes, as etcd's compaction does every few minutes. */
    void compact() {
        if (!events.isEmpty()) {
            compacted = events.getLast().resourceVersion();
            events.clear();
        }
    }

    /** @throws ApiException 410 if changes after this version have been forgotten */
    void requireRemembered(long version) {
        if (version < compacted) {
            throw ApiException.expired("too old resource version: " + version + " (" + (compacted + 1) + ")");
        }
    }

    /** Offers the changes after this version, with the error of {@link #requireRemembered}. */
    void replay(long since, Feed feed) {
        requireRemembered(since);
        // Mostly few or none: so from the end.
        Deque<ChangeEvent> later = new ArrayDeque<>();
        Iterator<ChangeEvent> latestFirst = events.descendingIterator();
        while (latestFirst.hasNext()) {
            ChangeEvent event = latestFirst.next();
            if (event.resourceVersion() <= since) {
                break;
            }
            later.addFirst(event);
        }
        later.forEach(feed::offer);
    }

    void add(Feed feed) {
        feeds.add(feed);
    }

    void remove(Feed feed) {
        feeds.remove(feed);
    }

    void clear() {
        feeds.clear();
    }
}
