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
import java.util.stream.Collectors;

/** Makes rules of the words that people write. */
final class RuleReading {
    private static final String SEPARATORS = ",\\s";
    private static final String FOLDER_SEPARATORS = ",\n\r";

    private RuleReading() {}

    /** @throws IllegalArgumentException that names the rule and says what is wrong with it */
    static Rule of(final RuleDefinition words) {
        try {
            return unnamed(words);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rule '" + words.getName() + "': " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException that says what is wrong with it, to somebody who sees which rule that is */
    static Rule unnamed(final RuleDefinition words) {
        if (!Names.isName(words.getName())) {
            throw new IllegalArgumentException(Messages.ClusterDefinition_badName());
        }
        return new Rule(words.getName(), scope(words), limits(words));
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
        Limits.Builder limits = Limits.builder()
                .onlyFolders(onlyFolders(words.getOnlyFolders()))
                .groupSnapshot(words.isGroupSnapshot())
                .templates(allowed("templates", words.getTemplates(), SEPARATORS))
                .templateSources(sources(words.getTemplateSources()));
        duration("longestFreeze", words.getLongestFreeze()).ifPresent(limits::longestFreeze);
        choice("leastLevel", Level.class, words.getLeastLevel()).ifPresent(limits::leastLevel);
        Optional.ofNullable(words.getLeastKept()).ifPresent(limits::leastKept);
        duration("leastInterval", words.getLeastInterval()).ifPresent(limits::leastInterval);
        choice("profile", Profile.class, words.getProfile()).ifPresent(limits::profile);
        choice("restores", Restoring.class, words.getRestores()).ifPresent(limits::restoring);
        Optional.ofNullable(words.getKeptQuota()).ifPresent(limits::keptQuota);
        return limits.build();
    }

    /** What alone is allowed: a text that names nothing must not mean that everything is. */
    private static List<String> allowed(final String field, final String text, final String separators) {
        List<String> names = Names.list(text, separators);
        if (text != null && names.isEmpty()) {
            throw new IllegalArgumentException(field + ": '" + text + "' names nothing");
        }
        return names;
    }

    private static List<String> onlyFolders(final String text) {
        List<String> folders = allowed("onlyFolders", text, FOLDER_SEPARATORS);
        folders.stream()
                .filter(folder -> List.of(folder.split("/", -1)).contains(""))
                .findFirst()
                .ifPresent(wrong -> {
                    throw new IllegalArgumentException("onlyFolders: '" + wrong
                            + "' is no folder's full name, such as team-a or apps/shop, without / at its ends");
                });
        return folders;
    }

    private static Set<TemplateOrigin> sources(final String text) {
        return allowed("templateSources", text, SEPARATORS).stream()
                .map(word -> Words.choice("templateSources", TemplateOrigin.class, word))
                .collect(Collectors.toSet());
    }

    private static Optional<Duration> duration(final String field, final String text) {
        return Optional.ofNullable(text).map(written -> Words.duration(field, written));
    }

    private static <E extends Enum<E>> Optional<E> choice(final String field, final Class<E> type, final String text) {
        return Optional.ofNullable(text).map(written -> Words.choice(field, type, written));
    }
}
