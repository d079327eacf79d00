package io.jenkins.plugins.consistentbackup.config;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.policy.Limits;
import io.jenkins.plugins.consistentbackup.policy.Restoring;
import io.jenkins.plugins.consistentbackup.policy.Rule;
import io.jenkins.plugins.consistentbackup.policy.Scope;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes rules of the words that people write. */
final class RuleReading {
    private static final String SEPARATORS = ",\\s";
    private static final String FOLDER_SEPARATORS = ",\n\r";

    private RuleReading() {}

    /** @throws IllegalArgumentException that names the rule and says what is wrong with it */
    static Rule of(final RuleDefinition words) {
        try {
            if (!Names.isName(words.getName())) {
                throw new IllegalArgumentException(Messages.ClusterDefinition_badName());
            }
            return new Rule(words.getName(), scope(words), limits(words));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rule '" + words.getName() + "': " + e.getMessage(), e);
        }
    }

    private static Scope scope(final RuleDefinition words) {
        List<String> namespaces = Names.list(words.getNamespaces(), SEPARATORS);
        namespaces.stream()
                .filter(pattern -> !Names.isNamespacePattern(pattern))
                .findFirst()
                .ifPresent(wrong -> {
                    throw new IllegalArgumentException(Messages.ClusterDefinition_notANamespace(wrong));
                });
        return new Scope(
                Names.list(words.getClusters(), SEPARATORS),
                Names.list(words.getFolders(), FOLDER_SEPARATORS),
                namespaces);
    }

    private static Limits limits(final RuleDefinition words) {
        return new Limits(
                duration("longestFreeze", words.getLongestFreeze()),
                choice("leastLevel", Level.class, words.getLeastLevel()),
                words.isGroupSnapshot(),
                Optional.ofNullable(words.getLeastKept()),
                duration("leastInterval", words.getLeastInterval()),
                choice("profile", Profile.class, words.getProfile()),
                Names.list(words.getTemplates(), SEPARATORS),
                words.isOwnTemplatesRefused() ? Set.of(TemplateOrigin.BUILT_IN, TemplateOrigin.LIBRARY) : Set.of(),
                choice("restores", Restoring.class, words.getRestores()).orElse(Restoring.ALLOWED));
    }

    private static Optional<Duration> duration(final String field, final String text) {
        return Optional.ofNullable(text).map(written -> Words.duration(field, written));
    }

    private static <E extends Enum<E>> Optional<E> choice(final String field, final Class<E> type, final String text) {
        return Optional.ofNullable(text).map(written -> Words.choice(field, type, written));
    }
}
