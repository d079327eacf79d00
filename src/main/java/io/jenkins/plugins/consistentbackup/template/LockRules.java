package io.jenkins.plugins.consistentbackup.template;

import io.jenkins.plugins.consistentbackup.template.HoldRecipe.Family;
import io.jenkins.plugins.consistentbackup.template.TemplateDocument.Text;
import java.util.List;
import java.util.regex.Pattern;

/** Locks that are gone before the cut, and locks that stay for ever: the mistakes that the field made. */
final class LockRules implements LintRule {
    private static final String SESSION_LOCKS =
            "\\bFLUSH\\s+(LOCAL\\s+|NO_WRITE_TO_BINLOG\\s+)?TABLES\\b.*\\bWITH\\s+READ\\s+LOCK"
                    + "|\\bBACKUP\\s+STAGE\\b|\\bLOCK\\s+(INSTANCE|TABLES)\\b";

    private static final List<LintRule> PATTERNS = List.of(
            LinePattern.of(
                    "one-shot-lock",
                    LockRules::isScriptOfHold,
                    SESSION_LOCKS,
                    "this lock belongs to the client's session, which ends with the script, before anything is cut: "
                            + "use family session with hold.client"),
            LinePattern.of(
                    "one-shot-lock",
                    LockRules::isScriptOfHold,
                    "\\bpg_(backup_start|start_backup)\\b",
                    "backup mode ends with the session, and with the script that began it: use family session with "
                            + "hold.client"),
            LinePattern.of(
                    "global-read-only",
                    Text::isStepOfHold,
                    "\\bSET\\s+(GLOBAL\\s+|PERSIST\\s+|@@GLOBAL\\.|@@PERSIST\\.)(super_)?read_only\\s*=\\s*(ON|1|TRUE)\\b"
                            + "|\\bSET_READ_ONLY\\b|\\bSET\\s+READ_ONLY\\s+WITH\\s+ROLLBACK",
                    "a global switch stays when whoever set it dies, and whether it was set before is forgotten: use a "
                            + "lock of the session"),
            LinePattern.of(
                    "filesystem-freeze",
                    Text::isStepOfHold,
                    "\\bfsfreeze\\s+(-f|--freeze)\\b",
                    "a frozen file system hangs everybody on the node, also whoever should thaw it: use sync -f"));

    private static boolean isScriptOfHold(final Text text) {
        return text.shell() && text.isStepOfHold() && !text.field().startsWith("hold.client");
    }

    @Override
    public void check(final TemplateDocument document, final Problems problems) {
        PATTERNS.forEach(rule -> rule.check(document, problems));
        if (document.template().hold().family() == Family.SESSION) {
            client(document, problems);
        }
    }

    private static void client(final TemplateDocument document, final Problems problems) {
        String command = String.join(" ", document.client());
        int line = document.places().line("hold.client");
        // A client in a script is the one that the script ends with; what it asks before may end.
        String last = command.substring(command.lastIndexOf("exec ") + 1);
        boolean psql = contains(last, "\\bpsql\\b");
        boolean mysql = contains(last, "\\b(mysql|mariadb)\\b|\\$\\{?client\\b");
        if (psql && contains(last, "\\s(-c|--command|-f|--file)\\b")
                || mysql && contains(last, "\\s(-e|--execute)\\b")) {
            problems.error(
                    line,
                    "one-shot-client",
                    "hold.client ends after the statement that is its argument, and its lock with it: let it read "
                            + "standard input");
        }
        if (mysql && !contains(last, "--(skip-reconnect|reconnect=(0|OFF|FALSE))\\b")) {
            problems.error(
                    line,
                    "reconnecting-client",
                    "this client connects again by itself, and then holds nothing: add --skip-reconnect");
        }
        if (psql && !contains(last, "\\bON_ERROR_STOP=(1|on)\\b")) {
            problems.error(
                    line, "client-goes-on", "psql goes on after a statement that failed: add -v ON_ERROR_STOP=1");
        }
    }

    private static boolean contains(final String text, final String expression) {
        return Pattern.compile(expression).matcher(text).find();
    }
}
