package io.jenkins.plugins.consistentbackup.quiesce;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The proofs of a hold that were asked for, in the order in which they are answered. Used within the hold's turns. */
final class Proofs {
    private final Deque<CompletableFuture<String>> waiting = new ArrayDeque<>();
    private String first;

    /** One more was asked for. */
    void asked(final CompletableFuture<String> proof) {
        waiting.add(proof);
    }

    /** Whether this one is not answered yet. */
    boolean awaits(final CompletableFuture<String> proof) {
        return waiting.contains(proof);
    }

    /** Whether a proof is the first one's text: another session's would be another one. */
    boolean accepts(final String text) {
        if (first == null) {
            first = text;
        }
        return first.equals(text);
    }

    /** What all proofs must be; null before the first one. */
    String first() {
        return first;
    }

    /** The one that was asked for first, answered now. */
    CompletableFuture<String> answered() {
        return waiting.remove();
    }

    /** All that will not be answered any more. */
    List<CompletableFuture<String>> abandon() {
        List<CompletableFuture<String>> unanswered = List.copyOf(waiting);
        waiting.clear();
        return unanswered;
    }
}
