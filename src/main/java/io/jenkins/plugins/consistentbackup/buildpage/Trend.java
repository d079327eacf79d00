package io.jenkins.plugins.consistentbackup.buildpage;

import java.util.ArrayList;
import java.util.List;

/** A row of small columns, the last one newest, in a picture of {@value #WIDTH} by {@value #HEIGHT} units. */
public final class Trend {
    static final int WIDTH = 600;
    static final int HEIGHT = 100;
    /** As many as can be told apart on a small screen. */
    static final int LONGEST = 40;

    /** A value of nothing is still a value. */
    private static final int LOWEST = 2;

    private final List<Column> columns;
    private final long largest;
    private final long latest;

    private Trend(final List<Column> columns, final long largest, final long latest) {
        this.columns = columns;
        this.largest = largest;
        this.latest = latest;
    }

    /**
     * @param label what it belongs to
     * @param millis how much, in ms
     */
    record Point(String label, long millis) {}

    /**
     * @param points oldest first; the first of too many are left out
     */
    static Trend of(final List<Point> points) {
        List<Point> shown = points.subList(Math.max(0, points.size() - LONGEST), points.size());
        long largest = shown.stream().mapToLong(Point::millis).max().orElse(0);
        // Two columns alone should not look like a flag.
        int step = WIDTH / Math.max(shown.size(), 12);
        List<Column> columns = new ArrayList<>();
        for (Point point : shown) {
            int height = largest == 0 ? LOWEST : (int) Math.max(LOWEST, point.millis() * HEIGHT / largest);
            columns.add(new Column(point, columns.size() * step, step - Math.max(1, step / 4), height));
        }
        long latest = shown.isEmpty() ? 0 : shown.get(shown.size() - 1).millis();
        return new Trend(List.copyOf(columns), largest, latest);
    }

    public List<Column> getColumns() {
        return columns;
    }

    /** Whether there is something to compare. */
    public boolean isShown() {
        return columns.size() > 1;
    }

    public String getLargestText() {
        return Elapsed.text(largest);
    }

    public String getLatestText() {
        return Elapsed.text(latest);
    }

    /** One value. */
    public static final class Column {
        private final Point point;
        private final int x;
        private final int width;
        private final int height;

        private Column(final Point point, final int x, final int width, final int height) {
            this.point = point;
            this.x = x;
            this.width = width;
            this.height = height;
        }

        public int getX() {
            return x;
        }

        public int getY() {
            return HEIGHT - height;
        }

        public int getWidth() {
            return width;
        }

        public int getHeight() {
            return height;
        }

        public String getText() {
            return point.label() + ": " + Elapsed.text(point.millis());
        }
    }
}
