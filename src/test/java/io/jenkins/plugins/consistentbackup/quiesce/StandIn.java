package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.template.HoldRecipe;
import io.jenkins.plugins.consistentbackup.template.HoldRecipe.Family;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stand-in for a database, cheap enough to be killed a thousand times. Its session lock is a lock of the kernel on a
 * file, which goes with the process that has it, as a database's goes with its session; its state lock is a file that
 * is there. It cannot show what a real server does: those tests are elsewhere.
 */
final class StandIn {
    private static final String CLIENT = """
            # A client of the stand-in: statements by standard input, and it ends at the first that fails.
            while IFS= read -r statement; do
                case $statement in
                    '') ;;
                    LOCK) exec 9> "$1"; flock -w "$LOCK_WAIT" 9 || { echo 'lock not got' >&2; exit 3; } ;;
                    UNLOCK) exec 9>&- ;;
                    'PRINT '*) echo "${statement#PRINT }" ;;
                    HANG) sleep 1000 9>&- ;;
                    FLOOD) while echo 'water water water'; do :; done ;;
                    *) echo "syntax error: $statement" >&2; exit 3 ;;
                esac
            done
            exit 0
            """;

    private final Path client;
    private final Path lock;

    StandIn(final Path directory, final String name) throws IOException {
        client = directory.resolve("client.sh");
        if (!Files.exists(client)) {
            Files.writeString(client, CLIENT);
        }
        lock = directory.resolve(name + ".lock");
    }

    Path lock() {
        return lock;
    }

    /** A session lock, whose client then does some more statements. */
    HookTemplate session(final String acquireMore) {
        return template(new HoldRecipe(
                Family.SESSION,
                true,
                List.of("bash", client.toString(), "{LOCK}"),
                Optional.of("PRINT {mark}"),
                "LOCK\n" + acquireMore,
                Optional.of("PRINT held by session 7"),
                Optional.of("UNLOCK\nPRINT CAPTURE label bGFiZWw="),
                Optional.of("PRINT RETAINED"),
                Optional.of("PRINT slot dropped")));
    }

    HookTemplate session() {
        return session("");
    }

    /** A state lock: a file that stays until somebody removes it. */
    HookTemplate state(final String acquireMore) {
        return template(new HoldRecipe(
                Family.STATE,
                true,
                List.of(),
                Optional.empty(),
                "echo locked > \"$LOCK\"\n" + acquireMore,
                Optional.of("cat \"$LOCK\""),
                Optional.of("rm -f \"$LOCK\""),
                Optional.empty(),
                Optional.empty()));
    }

    HookTemplate template(final HoldRecipe recipe) {
        HookTemplate.ByDriver none = new HookTemplate.ByDriver(Level.NONE, Level.NONE);
        return new HookTemplate(
                "stand-in",
                "Stand-in",
                "For tests",
                "against a double",
                new HookTemplate.Fits(List.of(), HookTemplate.Volumes.ANY, true),
                List.of(),
                List.of(new HookTemplate.Parameter("LOCK", "file", Optional.empty(), Optional.empty())),
                Optional.empty(),
                Optional.empty(),
                recipe,
                Optional.empty(),
                new HookTemplate.RestoreRecipe(Optional.empty(), Optional.empty()),
                new HookTemplate.Levels(none, none, none),
                "sha256:0");
    }

    HoldRequest request(final String id, final HookTemplate template, final long deadlineMillis) {
        return new HoldRequest(
                id,
                LocalContainer.REF,
                template,
                Map.of("LOCK", lock.toString()),
                Duration.ofSeconds(1),
                Duration.ofMillis(deadlineMillis - 500),
                Duration.ofMillis(deadlineMillis),
                Duration.ofMillis(Math.max(2000, deadlineMillis)));
    }

    /** Whether some process has the session lock. */
    boolean isLocked() throws IOException, InterruptedException {
        return Files.exists(lock)
                && new ProcessBuilder("flock", "-n", lock.toString(), "true")
                                .start()
                                .waitFor()
                        != 0;
    }

    /** Whether the state lock is there. */
    boolean isState() {
        return Files.exists(lock);
    }
}
