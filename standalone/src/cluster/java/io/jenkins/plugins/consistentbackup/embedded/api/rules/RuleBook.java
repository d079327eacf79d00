package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import java.util.HashMap;
import java.util.Map;

/** The rules of every type; types without an entry are custom ones. */
public final class RuleBook {

    private final Map<String, ObjectRules> byName = new HashMap<>();

    private RuleBook() {}

    /** @param storageProtection whether new claims and volumes get the finalizers that keep those in use */
    public static RuleBook of(boolean storageProtection) {
        return new RuleBook();
    }

    public ObjectRules of(ResourceType type) {
        return byName.getOrDefault(type.qualifiedName(), new ObjectRules() {});
    }
}
