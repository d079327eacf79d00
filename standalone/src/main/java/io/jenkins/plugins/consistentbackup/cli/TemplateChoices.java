package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.local.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of {@code --template}: a name alone is for all containers, {@code WHERE=NAME} for one.
 *
 * @param values as they were given
 */
record TemplateChoices(List<String> values) {

    BackupRequest applyTo(BackupRequest request) {
        BackupRequest chosen = request;
        Map<String, String> byPlace = new LinkedHashMap<>();
        for (String value : values) {
            int equals = value.indexOf('=');
            if (equals == 0 || equals == value.length() - 1 || value.isEmpty()) {
                throw new InputException("--template " + value + " is neither NAME nor WHERE=NAME");
            }
            if (equals > 0) {
                byPlace.put(value.substring(0, equals), value.substring(equals + 1));
            } else if (chosen.template().isPresent()) {
                throw new InputException("--template names two templates for all containers: "
                        + chosen.template().get() + " and " + value);
            } else {
                chosen = chosen.withTemplate(value);
            }
        }
        return byPlace.isEmpty() ? chosen : chosen.withTemplates(byPlace);
    }
}
