package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** {@code post { always { … } failure { … } }}. */
final class PostSection extends Section {

    private record Condition(String name, Predicate<BuildResult> met) {}

    /** In Jenkins' order. There is no earlier build here, so that nothing is ever changed, fixed or regressed. */
    private static final List<Condition> CONDITIONS = List.of(
            new Condition("always", result -> true),
            new Condition("changed", result -> false),
            new Condition("fixed", result -> false),
            new Condition("regression", result -> false),
            new Condition("aborted", result -> result == BuildResult.ABORTED),
            new Condition("failure", result -> result == BuildResult.FAILURE),
            new Condition("success", result -> result == BuildResult.SUCCESS),
            new Condition("unstable", result -> result == BuildResult.UNSTABLE),
            new Condition("unsuccessful", result -> result != BuildResult.SUCCESS),
            new Condition("cleanup", result -> true));

    private final Map<String, Closure<?>> blocks = new HashMap<>();

    PostSection() {
        super("post");
    }

    @Override
    public Object invokeMethod(String condition, Object arguments) {
        boolean known = CONDITIONS.stream().anyMatch(one -> one.name().equals(condition));
        if (!known || !(((Object[]) arguments)[0] instanceof Closure<?> block)) {
            throw new JenkinsfileException("post has no condition '" + condition + "'");
        }
        blocks.put(condition, block);
        return null;
    }

    /** The blocks whose condition a result meets, in the order in which they run. */
    List<Closure<?>> blocksFor(BuildResult result) {
        List<Closure<?>> met = new ArrayList<>();
        for (Condition condition : CONDITIONS) {
            if (blocks.containsKey(condition.name()) && condition.met().test(result)) {
                met.add(blocks.get(condition.name()));
            }
        }
        return met;
    }
}
