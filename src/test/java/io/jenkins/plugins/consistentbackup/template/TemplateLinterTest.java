package io.jenkins.plugins.consistentbackup.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.template.Finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateLinterTest {
    /** A template without findings; its hold is the part that tests exchange. */
    private static final String SESSION = """
        name: held
        title: Held
        description: Nothing.
        fits: {images: [held], volumes: one}
        parameters:
          - {name: DB, description: database, default: d}
        volumes: echo "data /data"
        hold:
          family: session
          blocksWrites: true
          client: [mariadb, --skip-reconnect, '{DB}']
          mark: SELECT '{mark}';
          acquire: |
            SET lock_wait_timeout = {lockWait};
            FLUSH TABLES WITH READ LOCK;
          prove: SELECT CONNECTION_ID();
          release: UNLOCK TABLES;
        writable: |
          : first
          : second
        levels:
          one: {atomic: application, torn: none}
          several: {atomic: none, torn: none}
          group: {atomic: application, torn: none}
        """;

    @Test
    void goodTemplateHasNoFindings() {
        assertThat(TemplateLinter.lint("t", SESSION)).isEmpty();
    }

    /** What is replaced, by what, and the line and rule of the only finding, or - for none. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        "  mark: SELECT '{mark}';\\n"      | ""                       | 11 | no-mark
        "{mark}"                           | "mark"                   | 12 | no-mark
        "  prove: SELECT CONNECTION_ID();\\n" | ""                    | 9  | no-prove
        "  release: UNLOCK TABLES;\\n"     | ""                       | 9  | no-release
        "--skip-reconnect, "               | ""                       | 11 | reconnecting-client
        "--skip-reconnect, "               | "--skip-reconnect, -e, X, " | 11 | one-shot-client
        "[mariadb, --skip-reconnect, "     | "[psql, "                | 11 | client-goes-on
        "[mariadb, --skip-reconnect, "     | "[psql, -v, ON_ERROR_STOP=1, -c, X, " | 11 | one-shot-client
        "--skip-reconnect, "               | "--skip-reconnect, -psecret, "  | 11 | secret-argument
        "--skip-reconnect, "               | "--skip-reconnect, --password=x, "  | 11 | secret-argument
        "[mariadb, "                       | "[env, MYSQL_PWD=x, mariadb, " | 11 | secret-argument
        "'{DB}'"                           | "'{DB}', '{OTHER}'"      | 11 | undeclared-parameter
        "'{DB}'"                           | "'{DB}', '--x={DB}'"     | 11 | partial-argument
        "CONNECTION_ID()"                  | "'{DB}'"                 | 16 | undeclared-parameter
        "    FLUSH TABLES WITH READ LOCK"  | "    SET GLOBAL read_only = 1" | 15 | global-read-only
        "    FLUSH TABLES WITH READ LOCK"  | "    SET GLOBAL super_read_only=ON" | 15 | global-read-only
        "{lockWait}"                       | "5"                      | 13 | unbounded-lock-wait
        ^"writable: |\\n  : first\\n  : second\\n"^ | ""                | 10 | no-writable-check
        "data /data"                       | "log /data"              | 7  | no-retained
        "  release"                        | "  retained: SELECT 1;\\n  release" | 17 | no-retained
        "{atomic: none, torn: none}"       | "{atomic: application, torn: application}" | 23 | torn-application
        "{atomic: none, torn: none}"       | "{atomic: none, torn: crash}" | 23 | torn-above-atomic
        "  - {name: DB"                    | "  - {name: UNUSED, description: x}\\n  - {name: DB" | 6 | unused-parameter
        "'{DB}'"                           | "'{DB}', '{PATH}'"       | 11 | undeclared-parameter
        "volumes: echo"                    | "role: echo primary\\nvolumes: echo" | 7 | unknown-role
        ": second"                         | ": $DB $PATH ${OTHER-} $NOBODY" | 20 | undeclared-parameter
        ": second"                         | ": $CAPTURED"            | 20 | undeclared-parameter
        ": second"                         | "X=1; : $X; for Y in 1; do : $Y; done; read -r Z" | 0 | -
        ": second"                         | ": \\\\$NOBODY # $NOBODY" | 0  | -
        ": second"                         | "mysql -u root -psecret" | 20 | secret-argument
        ": second"                         | "mkdir -p /x; psql -p 5432" | 0 | -
        ": second"                         | "redis-cli -a x ping"    | 20 | secret-argument
        ": second"                         | "curl https://u:secret@host/" | 20 | secret-argument
        ": second"                         | "PGPASSWORD=secret psql" | 20 | secret-argument
        ": second"                         | "PGPASSWORD=$(cat /x)"   | 0  | -
        ": second"                         | "env PGPASSWORD=$X_FILE psql; X_FILE=1" | 20 | secret-argument
        """)
    void knowsTheMistake(String good, String bad, int line, String rule) {
        String text = SESSION.replace(unquoted(good), unquoted(bad));
        assertThat(text).isNotEqualTo(SESSION);
        if (rule.equals("-")) {
            assertThat(TemplateLinter.lint("t", text)).isEmpty();
        } else {
            assertThat(TemplateLinter.lint("t", text)).singleElement().satisfies(finding -> {
                assertThat(finding.rule()).isEqualTo(rule);
                assertThat(finding.line()).as(finding.toString()).isEqualTo(line);
            });
        }
    }

    private static String unquoted(String cell) {
        return cell.substring(1, cell.length() - 1).replace("\\n", "\n").replace("\\\\", "\\");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql -e 'FLUSH TABLES WITH READ LOCK'",
                "mysql -e 'flush local tables a, b with read lock'",
                "mariadb -e 'BACKUP STAGE BLOCK_COMMIT'",
                "mysql -e 'LOCK INSTANCE FOR BACKUP'",
                "psql -c \"SELECT pg_backup_start('x')\"",
                "psql -c \"SELECT pg_start_backup('x', true, false)\""
            })
    void lockOfASessionThatEndsWithItsScriptIsAnError(String command) {
        assertThat(rules(TemplateParserTest.MINIMAL.replace("acquire: sync", "acquire: |\n    " + command)))
                .containsExactly("one-shot-lock");
        String state = "family: state\n  release: x\n  prove: x";
        assertThat(rules(TemplateParserTest.MINIMAL
                        .replace("acquire: sync", "acquire: |\n    " + command)
                        .replace("family: flush", state)))
                .containsExactly("one-shot-lock");
    }

    @Test
    void stateLockWithoutReleaseOrProofIsAnError() {
        assertThat(rules(TemplateParserTest.MINIMAL.replace("family: flush", "family: state")))
                .containsExactlyInAnyOrder("no-release", "no-prove");
        assertThat(rules(TemplateParserTest.MINIMAL.replace(
                        "family: flush", "family: state\n  client: [x]\n  mark: x\n  prove: x\n  release: x")))
                .containsExactly("no-mark");
        assertThat(rules(TemplateParserTest.MINIMAL.replace("family: flush", "family: flush\n  client: [x]")))
                .containsExactly("client-without-lock");
        assertThat(rules(TemplateParserTest.MINIMAL.replace("acquire: sync", "acquire: fsfreeze -f /data")))
                .containsExactly("filesystem-freeze");
    }

    @Test
    void sessionLockWithoutClientIsAnErrorForTwoReasons() {
        assertThat(rules(SESSION.replaceAll(" *client: .*\n", ""))).contains("session-without-client", "one-shot-lock");
    }

    @Test
    void flushHoldsNothing() {
        assertThat(rules(TemplateParserTest.MINIMAL.replace("acquire: sync", "acquire: sync\n  release: x")))
                .containsExactly("flush-holds-nothing");
    }

    @Test
    void secretParameterAndReservedParameterAreErrors() {
        String parameters = "parameters:\n  - {name: %s, description: x}\nwritable: \": $%s\"\n";
        assertThat(rules(TemplateParserTest.MINIMAL + parameters.formatted("DB_PASSWORD", "DB_PASSWORD")))
                .containsExactly("secret-parameter");
        assertThat(rules(TemplateParserTest.MINIMAL + parameters.formatted("PASSWORD_FILE", "PASSWORD_FILE")))
                .isEmpty();
        assertThat(rules(TemplateParserTest.MINIMAL + parameters.formatted("LD_PRELOAD", "LD_PRELOAD")))
                .containsExactly("reserved-parameter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read -t 5 line",
                "read -r -t 5 line",
                "if [[ -f x ]]; then :; fi",
                "function f { :; }",
                "source /etc/profile",
                "a=(1 2)",
                "diff <(ls) x",
                "ls &> x",
                "cat <<< x",
                "printf $'a\\n'",
                "((a > 1)) || :",
                "[ a == b ] || :",
                "set -euo pipefail",
                "echo -e x",
                "for i in {1..3}; do :; done",
                "declare a",
                "echo ${a//b/c}",
                "echo ${a[0]}"
            })
    void whatOnlyBashCanIsAnError(String code) {
        assertThat(rules(TemplateParserTest.MINIMAL + "writable: |\n  " + code + "\n"))
                .containsExactly("bashism");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read -r line",
                "[ -f x ] && :",
                "case $a in [[:space:]]*) : ;; esac",
                "x=$((1 + (2 * 3)))",
                "ls > x 2>&1 &",
                "grep '[[ == ]]' x",
                "printf '%s' \"${a:-b}\" \"${a#b}\"",
                "# source x",
                "awk '$1 == 2 { print }'",
                "echo '<(x)' '&>'"
            })
    void whatEveryShellCanIsNone(String code) {
        assertThat(rules(TemplateParserTest.MINIMAL + "writable: |\n  " + code + "\n"))
                .isEmpty();
    }

    @Test
    void textThatCannotBeReadIsReportedAsTheParserDoes() {
        assertThat(TemplateLinter.lint("t", "a: [")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.rule()).isEqualTo("yaml");
        });
    }

    @Test
    @Timeout(120)
    void linesMadeToTakeLongDoNot() {
        for (String part : new String[] {"a=b=c ", "mysql ", "[ [ ", "a", "redis-cli -", "b://c:", "( ", "env a=b "}) {
            String line = "env " + part.repeat(1900 / part.length());
            TemplateLinter.lint("t", TemplateParserTest.MINIMAL + "writable: |\n" + ("  : " + line + "\n").repeat(25));
        }
    }

    @Test
    void everyRuleIsDocumented() throws IOException {
        Path top = Files.isDirectory(Path.of("standalone")) ? Path.of(".") : Path.of("..");
        String page = Files.readString(top.resolve("docs/templates.md"));
        Set<String> rules = new TreeSet<>();
        for (String name : new String[] {"HoldRules", "LockRules", "SecretRules", "ReferenceRules", "ShellRules"}) {
            String source = Files.readString(
                    top.resolve("src/main/java/io/jenkins/plugins/consistentbackup/template/" + name + ".java"));
            Pattern.compile("\"([a-z]+(-[a-z]+)+)\"")
                    .matcher(source)
                    .results()
                    .map(MatchResult::group)
                    .forEach(rules::add);
        }
        assertThat(rules).hasSizeGreaterThan(15);
        for (String rule : rules) {
            assertThat(page).contains("`" + rule.replace("\"", "") + "`");
        }
    }

    private static java.util.List<String> rules(String text) {
        return TemplateLinter.lint("t", text).stream().map(Finding::rule).toList();
    }
}
