package io.jenkins.plugins.consistentbackup.template;

import java.util.List;
import java.util.Optional;

/**
 * How one kind of database is held still, let go, and checked after a restore.
 *
 * @param name unique name within a library, a DNS label
 * @param title one line for people
 * @param description what it blocks, which rights it needs, what it cannot do
 * @param proved how the template was proved: {@code real server}, {@code against a double} or {@code not proved}
 * @param fits which containers it is for
 * @param needs programs that the container must have on its PATH, besides a POSIX shell
 * @param parameters what a user may set
 * @param role shell script that prints {@code primary} or {@code replica}; absent when there is only one role
 * @param volumes shell script that prints a line {@code log PATH} for each directory that holds a log to be cut after
 *     the release, and {@code data PATH} for each other directory of the database; absent when all is data. A volume
 *     that holds both cannot be cut right: the plan must refuse it. Volumes that hold neither are not the database's.
 *     A log volume is never a member of a group that is cut inside the hold
 * @param hold how the database is held
 * @param writable shell script that ends with status 0 when a fresh session can write; absent when nothing is blocked
 *     and nothing can stay blocked
 * @param restore what is done to a restored copy
 * @param levels what may honestly be claimed
 * @param digest {@code sha256:} and the hex digest of the template's text, for the manifest
 */
public record HookTemplate(
        String name,
        String title,
        String description,
        String proved,
        Fits fits,
        List<String> needs,
        List<Parameter> parameters,
        Optional<String> role,
        Optional<String> volumes,
        HoldRecipe hold,
        Optional<String> writable,
        RestoreRecipe restore,
        Levels levels,
        String digest) {

    /**
     * Which containers a template is for.
     *
     * @param images globs that are matched against the image's repository path without registry and tag, whole
     *     ({@code bitnami/postgresql}) or its last part alone ({@code postgres})
     * @param volumes for how many claimed volumes it is right
     * @param selectedByName true when it never fits by itself and must be named by the request
     */
    public record Fits(List<String> images, Volumes volumes, boolean selectedByName) {}

    /** For how many volumes of a container a template is right. */
    public enum Volumes {
        /** Exactly one claimed volume. */
        ONE,
        /** Two or more. */
        SEVERAL,
        /** Any number. */
        ANY
    }

    /**
     * What a user may set; it reaches scripts as an environment variable of this name and clients as a whole argument.
     *
     * @param name a shell variable name
     * @param description one line
     * @param defaultValue used when the request does not set it; absent means that it must be set
     * @param pattern regular expression that a value must match as a whole
     */
    public record Parameter(String name, String description, Optional<String> defaultValue, Optional<String> pattern) {}

    /**
     * What is done to a restored copy.
     *
     * @param prepare shell script run in the prepare pod, before the database starts, with the restored volumes mounted
     *     where the container has them and captured artefacts as files in the directory {@code $CAPTURED}
     * @param check shell script run in the started container until it ends with status 0 or the time is over
     */
    public record RestoreRecipe(Optional<String> prepare, Optional<String> check) {}

    /**
     * What may honestly be claimed, by the number of volumes and the driver.
     *
     * @param one one volume
     * @param several several volumes, cut one by one
     * @param group several volumes, cut by one group snapshot
     */
    public record Levels(ByDriver one, ByDriver several, ByDriver group) {}

    /**
     * @param atomic level when the driver is known to cut a volume at one instant
     * @param torn level when it is not
     */
    public record ByDriver(Level atomic, Level torn) {}
}
