package io.jenkins.plugins.consistentbackup.catalog;

import static java.util.Objects.requireNonNull;

import io.jenkins.plugins.consistentbackup.template.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a backup set is: written once, last, and never changed. Holds no secrets.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION} when written by this version
 * @param id the set
 * @param namespace whose claims were cut
 * @param origin who made it, where and with what
 * @param started when the backup began
 * @param finished when the last snapshot was seen ready
 * @param profile how far the rights reached
 * @param verdict what the set is worth
 * @param parameters what was asked for, as name and value
 * @param holds the containers that were held or flushed, in the order of their acquisition
 * @param cutGroups the groups in which volumes were cut, in that order
 * @param volumes the volumes of the set
 * @param workloads the workloads that used the volumes
 * @param artefacts what templates captured and a restore must lay back
 */
public record Manifest(
        int schemaVersion,
        SetId id,
        String namespace,
        Origin origin,
        Instant started,
        Instant finished,
        Profile profile,
        Verdict verdict,
        Map<String, String> parameters,
        List<HeldContainer> holds,
        List<CutGroup> cutGroups,
        List<SavedVolume> volumes,
        List<SavedWorkload> workloads,
        List<Artefact> artefacts) {

    /** The schema that this version writes. */
    public static final int SCHEMA_VERSION = 1;

    public Manifest {
        requireNonNull(id, "id");
        requireNonNull(namespace, "namespace");
        requireNonNull(origin, "origin");
        requireNonNull(started, "started");
        requireNonNull(finished, "finished");
        requireNonNull(profile, "profile");
        requireNonNull(verdict, "verdict");
        parameters = Map.copyOf(parameters);
        holds = List.copyOf(holds);
        cutGroups = List.copyOf(cutGroups);
        volumes = List.copyOf(volumes);
        workloads = List.copyOf(workloads);
        artefacts = List.copyOf(artefacts);
    }

    /**
     * Who made a set, where and with what.
     *
     * @param server URL of the API server
     * @param requester URL of the build, or who ran the command
     * @param toolVersion version of this product
     */
    public record Origin(String server, String requester, String toolVersion) {
        public Origin {
            requireNonNull(server, "server");
            requireNonNull(requester, "requester");
            requireNonNull(toolVersion, "toolVersion");
        }
    }

    /**
     * What a set is worth.
     *
     * @param level what was proved
     * @param why the reasons, one sentence each; also says what a higher level would have needed
     */
    public record Verdict(Level level, List<String> why) {
        public Verdict {
            requireNonNull(level, "level");
            why = List.copyOf(why);
        }
    }

    /**
     * Volumes that were cut together.
     *
     * @param name unique in the set
     * @param timing inside the hold, or after its release
     * @param way one by one or by one group snapshot
     * @param groupSnapshot name of the VolumeGroupSnapshot, or empty
     * @param requested when the first cut was asked for, by the orchestrator's clock: what was acknowledged before is in
     *     the set
     * @param observed when the last cut was seen, by the same clock: what was begun after it is not in the set
     */
    public record CutGroup(
            String name, Timing timing, Way way, String groupSnapshot, Instant requested, Instant observed) {
        public CutGroup {
            requireNonNull(requested, "requested");
            requireNonNull(observed, "observed");
        }
    }

    /** When a cut group was cut. */
    public enum Timing {
        /** Inside the hold. */
        HELD,
        /** After the release, while the log was still retained. */
        TRAILING
    }

    /** How a cut group was cut. */
    public enum Way {
        /** One VolumeSnapshot for each claim, side by side. */
        INDIVIDUAL,
        /** One VolumeGroupSnapshot. */
        GROUP
    }
}
