package io.jenkins.plugins.consistentbackup.embedded;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tests that ask a PostgreSQL: its jar has the server alone, psql has to come from this machine. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "io.jenkins.plugins.consistentbackup.embedded.NeedsPsql$Machine#hasPsql",
        disabledReason = "psql is not on the PATH")
public @interface NeedsPsql {
    /** What this machine has. */
    final class Machine {
        private Machine() {}

        static boolean hasPsql() {
            return HostPrograms.has("psql");
        }
    }
}
