package io.jenkins.plugins.consistentbackup.embedded.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ChangeEvent.Kind;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The objects with their history: each write gets the next resourceVersion and an entry in the log. What is in here is
 * never changed, only replaced. Not for several threads: {@link ObjectStore} guards it.
 */
final class Ledger {

    private final ObjectTable table = new ObjectTable();
    private final EventLog log;
    private final Clock clock;
    private long version = 1;

    Ledger(StoreOptions options) {
        this.log = new EventLog(options.logLength());
        this.clock = options.clock();
    }

    ObjectTable table() {
        return table;
    }

    EventLog log() {
        return log;
    }

    long version() {
        return version;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** @throws ApiException 404 */
    ObjectNode require(ResourceType type, String namespace, String name) {
        ObjectNode object = table.get(type, namespace, name);
        if (object == null) {
            throw ApiException.notFound(type, name);
        }
        return object;
    }

    void add(ResourceType type, ObjectNode object) {
        stamp(object);
        table.put(type, object);
        log.append(new ChangeEvent(Kind.ADDED, type, object, null));
    }

    void replace(ResourceType type, ObjectNode old, ObjectNode object) {
        stamp(object);
        table.put(type, object);
        log.append(new ChangeEvent(Kind.MODIFIED, type, object, old));
    }

    void remove(ResourceType type, ObjectNode old, ObjectNode object) {
        stamp(object);
        table.remove(type, old);
        log.append(new ChangeEvent(Kind.DELETED, type, object, old));
    }

    private void stamp(ObjectNode object) {
        Metadata.of(object).node().put("resourceVersion", String.valueOf(++version));
    }
}
