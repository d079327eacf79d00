package io.jenkins.plugins.consistentbackup.job;

import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.config.BackupChoices;
import io.jenkins.plugins.consistentbackup.config.StepDefaults;
import io.jenkins.plugins.consistentbackup.restore.RestoreChoices;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The administrator's defaults as a build applies them: the log says which ones count. */
public final class DefaultsInForce {
    private final StepDefaults defaults;
    private final Consumer<String> log;

    DefaultsInForce(final StepDefaults defaults, final Consumer<String> log) {
        this.defaults = defaults;
        this.log = log;
    }

    /** Those that are set now. */
    public static DefaultsInForce saidTo(final Consumer<String> log) {
        return new DefaultsInForce(StepDefaults.ofTheAdministrator(), log);
    }

    /** See {@link StepDefaults#complete(BackupRequest, BackupChoices)}. */
    BackupRequest complete(final BackupRequest request, final BackupChoices own) {
        say(defaults.besides(own));
        return defaults.complete(request, own);
    }

    /** See {@link StepDefaults#complete(RestoreChoices, String)}. */
    public RestoreChoices complete(final RestoreChoices choices, final String ownKeepFor) {
        if (ownKeepFor == null && defaults.getKeepFor() != null) {
            say(Map.of("keepFor", defaults.getKeepFor()));
        }
        return defaults.complete(choices, ownKeepFor);
    }

    private void say(final Map<String, Object> taken) {
        if (!taken.isEmpty()) {
            log.accept(taken.entrySet().stream()
                    .map(choice -> choice.getKey() + " " + choice.getValue())
                    .collect(Collectors.joining(", ", "defaults of the administrator: ", "")));
        }
    }
}
