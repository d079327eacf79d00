package io.jenkins.plugins.consistentbackup.buildpage;

import java.util.List;
import java.util.Set;

/** The phases of a backup as bars over one time axis, which is {@value #WIDTH} units long. */
public final class Timeline {
    static final int WIDTH = 1000;
    /** What is over in a moment stays visible. */
    static final int THINNEST = 6;

    private static final Set<String> HOLDING = Set.of("hold", "cut", "release");

    private final List<Bar> bars;

    private Timeline(final List<Bar> bars) {
        this.bars = bars;
    }

    static Timeline of(final List<PhaseTime> phases, final long started, final long finished) {
        long first = phases.stream().mapToLong(PhaseTime::getBegun).reduce(started, Math::min);
        long last = phases.stream().mapToLong(PhaseTime::getEnded).reduce(finished, Math::max);
        long length = Math.max(1, last - first);
        return new Timeline(
                phases.stream().map(phase -> Bar.of(phase, first, length)).toList());
    }

    /** In the order in which the phases began. */
    public List<Bar> getBars() {
        return bars;
    }

    /** One phase. */
    public static final class Bar {
        private final PhaseTime phase;
        private final int x;
        private final int width;

        private Bar(final PhaseTime phase, final int x, final int width) {
            this.phase = phase;
            this.x = x;
            this.width = width;
        }

        static Bar of(final PhaseTime phase, final long first, final long length) {
            int exact = (int) (phase.duration() * WIDTH / length);
            int width = Math.min(WIDTH, Math.max(THINNEST, exact));
            int begin = (int) ((phase.getBegun() - first) * WIDTH / length);
            return new Bar(phase, Math.min(begin, WIDTH - width), width);
        }

        public String getName() {
            return phase.getName();
        }

        public int getX() {
            return x;
        }

        public int getWidth() {
            return width;
        }

        public String getText() {
            return Elapsed.text(phase.duration());
        }

        /** Whether databases are held meanwhile. */
        public boolean isHolding() {
            return HOLDING.contains(phase.getName());
        }
    }
}
