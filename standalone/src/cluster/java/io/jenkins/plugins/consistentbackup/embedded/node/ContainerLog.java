package io.jenkins.plugins.consistentbackup.embedded.node;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What a container printed, both streams as they came: the newest lines, up to a size. */
final class ContainerLog {
    private static final int CHARACTERS = 1 << 20;

    /** One line with the time it was read. */
    record Line(Instant time, String text) {}

    private final Clock clock;
    private final Deque<Line> lines = new ArrayDeque<>();
    private final List<Consumer<Line>> followers = new CopyOnWriteArrayList<>();
    private int size;

    ContainerLog(Clock clock) {
        this.clock = clock;
    }

    synchronized void append(String text) {
        Line line = new Line(clock.instant(), text);
        lines.addLast(line);
        size += text.length();
        while (size > CHARACTERS) {
            size -= lines.removeFirst().text().length();
        }
        followers.forEach(follower -> follower.accept(line));
    }

    synchronized List<Line> lines() {
        return new ArrayList<>(lines);
    }

    /** Gives every line kept so far and every later one, without a gap, until the returned action is run. */
    synchronized Runnable follow(Consumer<Line> follower) {
        lines.forEach(follower);
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    /** The last lines, for a message. */
    synchronized String tail(int count) {
        return lines.stream()
                .skip(Math.max(0, lines.size() - count))
                .map(Line::text)
                .reduce((first, second) -> first + "\n" + second)
                .orElse("");
    }
}
