package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.InputException;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.local.Table;
import io.jenkins.plugins.consistentbackup.restore.Kept;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kept}. */
@Command(
        name = "kept",
        description =
                "List what restores have kept (old volumes, safety snapshots), or remove some of it. Never the last"
                        + " copy of anything.")
final class KeptCommand extends OnCluster {
    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Volumes or snapshots to remove; none: only list.")
    private List<String> names = List.of();

    @Option(names = "--expired", description = "Remove all that has expired.")
    private boolean expired;

    @Option(names = "--early", description = "Remove the named ones also before they expire.")
    private boolean early;

    @Override
    int run(LocalEngine engine, String namespace, Output output) throws InterruptedException {
        Kept kept = engine.restorer().kept();
        List<Kept.Item> items = Await.result(kept.list(namespace));
        List<Kept.Item> chosen = chosen(items, namespace);
        for (Kept.Item item : chosen) {
            Await.result(kept.remove(item, early));
            output.progress("removed " + item);
        }
        if (chosen.isEmpty()) {
            output.result(
                    items, items.isEmpty() ? List.of("nothing is kept for namespace " + namespace) : lines(items));
        } else {
            output.result(chosen, chosen.stream().map(item -> "removed " + item).toList());
        }
        return ExitCodes.DONE;
    }

    private List<Kept.Item> chosen(List<Kept.Item> items, String namespace) {
        for (String name : names) {
            if (items.stream().noneMatch(item -> item.name().equals(name))) {
                throw new InputException("nothing of the name " + name + " is kept for namespace " + namespace);
            }
        }
        Instant now = Instant.now();
        return items.stream()
                .filter(item -> names.contains(item.name())
                        || expired
                                && item.expires()
                                        .filter(when -> when.isBefore(now))
                                        .isPresent())
                .toList();
    }

    private static List<String> lines(List<Kept.Item> items) {
        Table table = new Table("KIND", "NAME", "KEPT BY", "FOR CLAIM", "MAY GO AFTER");
        for (Kept.Item item : items) {
            table.row(
                    item.kind(),
                    item.name(),
                    item.restore(),
                    item.claim(),
                    item.expires().map(Instant::toString).orElse("(not ended)"));
        }
        return table.lines();
    }
}
