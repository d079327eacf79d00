package io.jenkins.plugins.consistentbackup.embedded.api.store;

import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ChangeEvent.Kind;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The open watches of a store, and the threads that their listeners are called on. */
final class Watches implements AutoCloseable {

    private final Object lock;
    private final Ledger ledger;
    private final ExecutorService deliveries;

    /** @param lock what guards the ledger */
    Watches(Object lock, Ledger ledger) {
        this.lock = lock;
        this.ledger = ledger;
        this.deliveries = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "embedded-cluster-changes");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** As {@link ObjectStore#watch(ResourceType, String, Selector, Long, ChangeListener)}. */
    Subscription open(ResourceType type, String namespace, Selector selector, Long since, ChangeListener listener) {
        Feed feed = new Feed(type, namespace, selector, listener, deliveries);
        synchronized (lock) {
            if (since == null) {
                ledger.table()
                        .list(type, namespace)
                        .forEach(object -> feed.offer(new ChangeEvent(Kind.ADDED, type, object, null)));
            } else {
                ledger.log().replay(since, feed);
            }
            ledger.log().add(feed);
        }
        return subscription(feed);
    }

    /** Tells of changes to objects of all types, from now on. */
    Subscription openForEverything(ChangeListener listener) {
        Feed feed = new Feed(null, null, Selector.everything(), listener, deliveries);
        synchronized (lock) {
            ledger.log().add(feed);
        }
        return subscription(feed);
    }

    private Subscription subscription(Feed feed) {
        return new Subscription() {
            @Override
            public void bookmark() {
                synchronized (lock) {
                    feed.offerBookmark(ledger.version());
                }
            }

            @Override
            public void close() {
                synchronized (lock) {
                    ledger.log().remove(feed);
                }
                feed.close();
            }
        };
    }

    @Override
    public void close() {
        synchronized (lock) {
            ledger.log().clear();
        }
        deliveries.shutdownNow();
    }
}
