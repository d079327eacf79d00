package io.jenkins.plugins.consistentbackup.snapshot;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which snapshot of a group is whose. The storage names the members; what tells them apart is the claim that each one
 * states as its source.
 */
final class GroupMembers {
    private GroupMembers() {}

    /**
     * Looks for the members.
     *
     * @param group name of the group snapshot
     * @param groupUid its uid
     * @param claims the claims that must all be members, and no others
     * @return the members by claim when each of them is cut
     * @throws SnapshotException when a member failed or is not of these claims
     */
    static Optional<Map<String, SnapshotFacts>> find(
            final Collection<SnapshotFacts> snapshots,
            final String group,
            final String groupUid,
            final List<String> claims) {
        Map<String, SnapshotFacts> members = new HashMap<>();
        for (SnapshotFacts snapshot : snapshots) {
            if (snapshot.groupUids().contains(groupUid) || snapshot.group().equals(group)) {
                if (!claims.contains(snapshot.claim())) {
                    throw failed(group, snapshot, "nobody asked for that claim: its labels match the group's selector");
                }
                if (members.put(snapshot.claim(), snapshot) != null) {
                    throw failed(group, snapshot, "there are two members of that claim");
                }
            }
        }
        boolean allCut = true;
        for (SnapshotFacts member : members.values()) {
            CutDecision decision = CutDecision.ofState(member);
            if (decision instanceof CutDecision.Failed failure) {
                throw failed(group, member, failure.why());
            }
            allCut &= decision instanceof CutDecision.Seen;
        }
        return allCut && members.size() == claims.size() ? Optional.of(members) : Optional.empty();
    }

    private static SnapshotException failed(final String group, final SnapshotFacts member, final String why) {
        return new SnapshotException("group snapshot " + group + " failed: its member " + member.name() + " of claim \""
                + member.claim() + "\": " + why);
    }
}
