package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Has each hold proved a last time and lets the databases go, in the reverse order of their acquisition; then sees that
 * each takes writes again.
 */
final class ReleasePhase implements Phase<BackupState> {
    private static final Duration WRITABLE_LIMIT = Duration.ofSeconds(20);

    private final BackupSession session;

    ReleasePhase(final BackupSession session) {
        this.session = session;
    }

    @Override
    public String name() {
        return "release";
    }

    @Override
    public String doing(final BackupState state) {
        return "releasing " + state.requirePlan().databases().size() + " databases";
    }

    @Override
    public boolean resumable() {
        return false;
    }

    @Override
    public boolean hurried() {
        return true;
    }

    @Override
    public CompletableFuture<Void> run(final BackupState state, final PhaseContext context) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (List<HeldDatabase> wave : wavesBackwards()) {
            all = all.thenCompose(nothing -> SideBySide.forEach(wave, HeldDatabase::proveAndRelease));
        }
        // Not cancelled before everything is released: that is what cancelling would do first.
        return all.thenCompose(nothing -> endSessions()).thenCompose(nothing -> {
            session.held().forEach(database -> context.say(line(database)));
            return context.unlessCancelled(SideBySide.forEach(session.held(), this::requireWritable));
        });
    }

    /**
     * A session that nothing more is asked of ends now: its container's deadline goes on after the release, and would
     * otherwise be taken for a lost hold while others' logs are cut.
     */
    private CompletableFuture<Void> endSessions() {
        return SideBySide.forEach(
                session.held().stream().filter(database -> !database.hasLog()).toList(),
                database -> database.hold().end());
    }

    private List<List<HeldDatabase>> wavesBackwards() {
        Map<Integer, List<HeldDatabase>> waves = session.held().stream()
                .collect(Collectors.groupingBy(database -> -database.plan().wave(), TreeMap::new, Collectors.toList()));
        return List.copyOf(waves.values());
    }

    private static String line(final HeldDatabase database) {
        return database.plan().container() + ": "
                + (database.plan().blocksWrites()
                        ? "writes were blocked for " + database.heldMillis() + " ms"
                        : "held for " + database.heldMillis() + " ms, writes were never blocked");
    }

    private CompletableFuture<Void> requireWritable(final HeldDatabase database) {
        HookTemplate template = session.template(database.plan());
        if (template.writable().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return session.parts()
                .scripts()
                .run(
                        database.plan().container(),
                        template.writable().get(),
                        database.plan().parameters(),
                        WRITABLE_LIMIT)
                .thenAccept(output -> {
                    if (output.exitCode() != 0) {
                        throw new BackupException("database " + database.plan().container()
                                + " does not take writes after its release"
                                + (output.errors().isEmpty() ? "" : ": " + String.join(" / ", output.errors()))
                                + "; look at it now");
                    }
                });
    }
}
