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
     * A claim with any data on it is cut inside the hold; one with logs alone trails; one that the probe did not name
     * is data.
     *
     * @param mounts a container's claims
     * @param lines {@code data PATH} and {@code log PATH}
     * @return the purpose of each claim
     * @throws BackupException when a line is neither, or a directory of the database lies on no claim
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
            purposes.merge(claim, purpose, (one, other) -> one == Purpose.DATA ? one : other);
        }
        mounts.forEach(mount -> purposes.putIfAbsent(mount.claim(), Purpose.DATA));
        return purposes;
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
