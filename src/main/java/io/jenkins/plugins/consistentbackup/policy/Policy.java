package io.jenkins.plugins.consistentbackup.policy;

import java.util.List;

/**
 * All rules. Every one that applies must be kept, so that the order does not matter and none can loosen another.
 *
 * @param rules each with a name of its own
 */
public record Policy(List<Rule> rules) {
    /** Nothing is refused. */
    public static final Policy NONE = new Policy(List.of());

    public Policy {
        rules = List.copyOf(rules);
    }

    /** The rules for whoever asks from there. */
    public PlacePolicy at(final Place place) {
        return new PlacePolicy(
                place.item(),
                rules.stream().filter(rule -> rule.scope().meets(place)).toList());
    }
}
