package io.jenkins.plugins.consistentbackup.embedded.api.http;

import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ChangeEvent;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ChangeListener;
import io.jenkins.plugins.consistentbackup.embedded.api.store.Subscription;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** One open watch. */
final class Watch implements ChangeListener {

    private final EventSink sink;
    private final Fault fault;
    private final List<Buffer> told = new ArrayList<>();
    private int sent;
    private volatile Subscription subscription;
    private volatile boolean closed;

    Watch(EventSink sink, Fault fault) {
        this.sink = sink;
        this.fault = fault;
    }

    void start(Subscription opened) {
        subscription = opened;
        if (closed) {
            opened.close();
        } else if (fault instanceof Fault.DropWatch drop && drop.afterEvents() == 0
                || fault instanceof Fault.CutAfter) {
            drop();
        }
    }

    /** Called by one thread at a time. */
    @Override
    public void onChange(ChangeEvent event) {
        if (closed) {
            return;
        }
        Buffer message = Json.write(WatchEndpoint.event(event.kind().name(), event.object()));
        if (fault instanceof Fault.StaleWatch) {
            told.forEach(sink::send);
            told.add(message);
        }
        sink.send(message);
        if (fault instanceof Fault.ReplayWatch) {
            sink.send(message);
        }
        sent++;
        if (fault instanceof Fault.DropWatch drop && sent >= drop.afterEvents()) {
            drop();
        }
    }

    private void drop() {
        close();
        sink.cut();
    }

    void bookmark() {
        Subscription open = subscription;
        if (open != null && !closed) {
            open.bookmark();
        }
    }

    void fail(ApiException error) {
        sink.send(Json.write(WatchEndpoint.event("ERROR", error.toStatus())));
        end();
    }

    void end() {
        close();
        sink.end();
    }

    void close() {
        closed = true;
        Subscription open = subscription;
        if (open != null) {
            open.close();
        }
    }
}
