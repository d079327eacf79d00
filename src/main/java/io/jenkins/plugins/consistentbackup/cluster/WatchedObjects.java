package io.jenkins.plugins.consistentbackup.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The objects that a watch has seen, by name. Never goes back: an event that was seen before, and one about an object
 * that is gone, change nothing. A resourceVersion is opaque, so it is only ever compared for equality.
 *
 * <p>Changed by one thread at a time; may be read by any.
 */
final class WatchedObjects<T extends HasMetadata> {
    private static final int REMEMBERED_VERSIONS = 16;
    private static final int REMEMBERED_UIDS = 10_000;

    private final Map<String, T> byName = new ConcurrentHashMap<>();
    private final Map<String, Deque<String>> superseded = new HashMap<>();
    private final Set<String> gone = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(final Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_UIDS;
        }
    });

    /** As they are now; goes on changing. */
    Map<String, T> view() {
        return Collections.unmodifiableMap(byName);
    }

    /** Replaces all by what a list brought. */
    void reset(final List<T> listed) {
        Set<String> names = new HashSet<>();
        for (T object : listed) {
            names.add(object.getMetadata().getName());
            put(object);
        }
        for (T object : List.copyOf(byName.values())) {
            if (!names.contains(object.getMetadata().getName())) {
                remove(object);
            }
        }
    }

    /** An ADDED or MODIFIED event; returns whether it changed anything. */
    boolean put(final T object) {
        ObjectMeta meta = object.getMetadata();
        T present = byName.get(meta.getName());
        if (gone.contains(meta.getUid())) {
            return false;
        }
        if (present != null && present.getMetadata().getUid().equals(meta.getUid())) {
            String version = present.getMetadata().getResourceVersion();
            Deque<String> old = superseded.computeIfAbsent(meta.getUid(), uid -> new ArrayDeque<>());
            if (meta.getResourceVersion().equals(version) || old.contains(meta.getResourceVersion())) {
                return false;
            }
            old.addLast(version);
            if (old.size() > REMEMBERED_VERSIONS) {
                old.removeFirst();
            }
        } else if (present != null) {
            remove(present);
        }
        byName.put(meta.getName(), object);
        return true;
    }

    /** A DELETED event; returns whether it changed anything. */
    boolean remove(final T object) {
        ObjectMeta meta = object.getMetadata();
        gone.add(meta.getUid());
        superseded.remove(meta.getUid());
        T present = byName.get(meta.getName());
        if (present == null || !present.getMetadata().getUid().equals(meta.getUid())) {
            return false;
        }
        byName.remove(meta.getName());
        return true;
    }
}
