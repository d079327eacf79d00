package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a restore, clone or undo did.
 *
 * @param id of the run; an undo asks for it
 * @param operation what was done
 * @param namespace where
 * @param set the set whose data runs now; absent after an undo
 * @param profile the rights it worked with
 * @param discardedFrom from when on writes were discarded: the set's cut; absent for a clone and an undo
 * @param discardedTo until when: the workload's stop
 * @param claims what became of each claim
 * @param keptUntil when what was replaced may be removed; absent when nothing was replaced
 */
public record RestoreReport(
        String id,
        Operation operation,
        String namespace,
        Optional<String> set,
        Profile profile,
        Optional<Instant> discardedFrom,
        Optional<Instant> discardedTo,
        List<Claim> claims,
        Optional<Instant> keptUntil) {

    /**
     * One claim.
     *
     * @param name of the claim
     * @param source what it was filled from: {@code snapshot NAME} or {@code volume NAME}
     * @param kept where the replaced data is: {@code volume NAME} or {@code snapshot NAME}; absent for a clone
     */
    public record Claim(String name, String source, Optional<String> kept) {}

    /** In lines for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(operation.done() + " " + set.map(id -> "set " + id + " ").orElse("") + "in namespace " + namespace
                + " (" + profile.name().toLowerCase(Locale.ROOT) + " profile), " + id);
        discardedFrom.ifPresent(from -> lines.add("  writes discarded: from " + from
                + discardedTo.map(to -> " to " + to).orElse(" on")));
        for (Claim claim : claims) {
            lines.add("  claim " + claim.name() + " from " + claim.source()
                    + claim.kept().map(kept -> ", old data kept as " + kept).orElse(""));
        }
        keptUntil.ifPresent(until -> lines.add("  kept until " + until));
        return lines;
    }
}
