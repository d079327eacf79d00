package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.backup.PlannedVolume.Purpose;
import io.jenkins.plugins.consistentbackup.backup.SelectedContainer.ClaimMount;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads from a volume probe's lines which claims hold data and which only logs. */
final class VolumePurposes {
    private VolumePurposes() {}

    /**
     * A claim with data is cut inside the hold, one with logs trails, one that the probe did not name is data. A claim
     * with both can be cut neither before the release (the log up to it would be missing) nor after it.
     *
     * @param mounts a container's claims
     * @param lines {@code data PATH} and {@code log PATH}
     * @return the purpose of each claim
     * @throws BackupException when a line is neither, a directory of the database lies on no claim, or a claim has both
     */
    static Map<String, Purpose> of(final List<ClaimMount> mounts, final List<String> lines, final String where) {
        Map<String, Purpose> purposes = new HashMap<>();
        for (String line : lines) {
            String[] words = line.strip().split(" ", 2);
            Purpose purpose = purposeOf(words, line, where);
            String claim = claimAt(mounts, words[1])
                    .orElseThrow(() -> new BackupException("the database in " + where + " keeps "
                            + (purpose == Purpose.LOG ? "its log" : "data") + " in " + words[1]
                            + ", which is on none of the claims "
                            + mounts.stream().map(ClaimMount::claim).toList()
                            + " that are backed up: a restore would miss it"));
            if (purposes.putIfAbsent(claim, purpose) == opposite(purpose)) {
                throw new BackupException("claim " + claim + " of " + where + " holds both data and the log of its"
                        + " database, which has other volumes too: it can be cut neither before nor after the release;"
                        + " give the log a volume of its own");
            }
        }
        mounts.forEach(mount -> purposes.putIfAbsent(mount.claim(), Purpose.DATA));
        return purposes;
    }

    private static Purpose opposite(final Purpose purpose) {
        return purpose == Purpose.DATA ? Purpose.LOG : Purpose.DATA;
    }

    private static Purpose purposeOf(final String[] words, final String line, final String where) {
        if (words.length == 2 && words[1].startsWith("/")) {
            if (words[0].equals("data")) {
                return Purpose.DATA;
            }
            if (words[0].equals("log")) {
                return Purpose.LOG;
            }
        }
        throw new BackupException("the volume probe in " + where + " printed '" + line
                + "', which is neither 'data /PATH' nor 'log /PATH'; the template is wrong for this database");
    }

    private static Optional<String> claimAt(final List<ClaimMount> mounts, final String path) {
        return mounts.stream()
                .filter(mount -> isWithin(path, mount.path()))
                .max(Comparator.comparingInt(mount -> mount.path().length()))
                .map(ClaimMount::claim);
    }

    private static boolean isWithin(final String path, final String directory) {
        String base = directory.endsWith("/") ? directory : directory + "/";
        return (path + "/").startsWith(base);
    }
}
