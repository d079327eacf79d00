package io.jenkins.plugins.consistentbackup.rounds;

import io.jenkins.plugins.consistentbackup.demo.load.RowStore;
import io.jenkins.plugins.consistentbackup.embedded.StatefulSetManifest;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * A real server in a pod, how rows are written to it and read, and what holds it.
 *
 * @param key its namespace, which is its workload's name too
 * @param title what people call it, with the version that runs
 * @param template the template that holds it
 * @param blocksWrites whether clients wait meanwhile, so that their stall can be compared with the freeze reported
 * @param lacks what this machine has not got, in words; empty when the server can run
 * @param pod how it is set up
 * @param store its rows, for the port on which it listens
 * @param terms on which its rounds are gone and judged
 */
record RealServer(
        String key,
        String title,
        String template,
        boolean blocksWrites,
        String lacks,
        StatefulSetManifest pod,
        IntFunction<RowStore> store,
        Terms terms) {

    /** On the usual terms. */
    RealServer(
            final String key,
            final String title,
            final String template,
            final boolean blocksWrites,
            final String lacks,
            final StatefulSetManifest pod,
            final IntFunction<RowStore> store) {
        this(key, title, template, blocksWrites, lacks, pod, store, Terms.USUAL);
    }

    RealServer on(final UnaryOperator<Terms> change) {
        return new RealServer(key, title, template, blocksWrites, lacks, pod, store, change.apply(terms));
    }

    /** The pod in which it runs. */
    String podName() {
        return key + "-0";
    }

    @Override
    public String toString() {
        return key;
    }
}
