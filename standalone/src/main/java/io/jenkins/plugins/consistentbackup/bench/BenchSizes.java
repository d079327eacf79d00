package io.jenkins.plugins.consistentbackup.bench;

import java.util.List;

/**
 * How much is measured.
 *
 * @param volumes for how many volumes
 * @param rounds how many backups of each, after some that are not counted
 * @param waiting how many backups are to wait at the same time; 0 for none
 */
public record BenchSizes(List<Integer> volumes, int rounds, int waiting) {
    public BenchSizes {
        volumes = List.copyOf(volumes);
    }
}
