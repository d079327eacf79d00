package io.jenkins.plugins.consistentbackup.embedded.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One server-side apply: https://kubernetes.io/docs/reference/using-api/server-side-apply/. */
public final class ServerSideApply {

    private final ResourceType type;
    private final String manager;
    private final boolean force;
    private final Instant now;

    public ServerSideApply(ResourceType type, String manager, boolean force, Instant now) {
        this.type = type;
        this.manager = manager;
        this.force = force;
        this.now = now;
    }

    /** @throws ApiException 400 if the object says who manages what, which is the server's to say */
    public void requireApplicable(ObjectNode wanted) {
        if (Metadata.of(wanted).node().has("managedFields")) {
            throw ApiException.badRequest("metadata.managedFields must be nil");
        }
    }

    /**
     * Puts the wanted fields over the current object, takes away those that this manager applied before and no longer
     * wants, and records who manages what.
     *
     * @param current may be changed
     * @param subresource empty for the object itself
     * @throws ApiException 409 if another manager owns a field with another value, unless forced
     */
    public ObjectNode merge(ObjectNode current, ObjectNode wanted, String subresource) {
        requireApplicable(wanted);
        Map<FieldPath, JsonNode> want = Leaves.of(wanted);
        Set<FieldPath> taken = changedBy(want, Leaves.of(current));
        ManagedFields managed = ManagedFields.read(current);
        if (!force) {
            requireNoConflict(managed, taken, subresource, Metadata.of(current).name());
        }
        ObjectNode merged = (ObjectNode) StrategicMergePatch.merge("", current, wanted.deepCopy());
        Set<FieldPath> dropped = new HashSet<>();
        managed.entries().removeIf(entry -> {
            boolean mine = entry.isOf(manager, ManagedFields.APPLY, subresource);
            if (mine) {
                dropped.addAll(entry.fields());
            } else {
                entry.fields().removeAll(taken);
            }
            return mine;
        });
        dropped.removeAll(want.keySet());
        managed.entries().forEach(entry -> dropped.removeAll(entry.fields()));
        dropped.forEach(path -> path.removeFrom(merged));
        managed.entries()
                .add(new ManagedEntry(
                        manager,
                        ManagedFields.APPLY,
                        subresource,
                        type.apiVersion(),
                        now,
                        new HashSet<>(want.keySet())));
        managed.write(merged);
        if (Metadata.of(wanted).resourceVersion().isEmpty()) {
            return merged;
        }
        Metadata.of(merged).node().put("resourceVersion", Metadata.of(wanted).resourceVersion());
        return merged;
    }

    private static Set<FieldPath> changedBy(Map<FieldPath, JsonNode> want, Map<FieldPath, JsonNode> have) {
        Set<FieldPath> changed = new HashSet<>();
        want.forEach((path, value) -> {
            if (!value.equals(have.get(path))) {
                changed.add(path);
            }
        });
        return changed;
    }

    private void requireNoConflict(ManagedFields managed, Set<FieldPath> changed, String subresource, String name) {
        List<String> causes = new ArrayList<>();
        for (ManagedEntry entry : managed.entries()) {
            if (!entry.isOf(manager, ManagedFields.APPLY, subresource)) {
                changed.stream()
                        .filter(entry.fields()::contains)
                        .sorted(Comparator.comparing(FieldPath::toString))
                        .forEach(path -> causes.add("conflict with " + entry.describe() + ": " + path));
            }
        }
        if (!causes.isEmpty()) {
            throw ApiException.applyConflict(type, name, causes);
        }
    }
}
