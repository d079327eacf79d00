package io.jenkins.plugins.consistentbackup.buildpage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.buildpage.Trend.Column;
import io.jenkins.plugins.consistentbackup.buildpage.Trend.Point;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrendTest {

    @Test
    void largestValueFillsTheHeight() {
        Trend trend = of(50, 100, 0);
        assertThat(trend.getColumns()).extracting(Column::getHeight).containsExactly(50, 100, 2);
        assertThat(trend.getColumns())
                .allSatisfy(
                        column -> assertThat(column.getY() + column.getHeight()).isEqualTo(Trend.HEIGHT));
        assertThat(trend.getLargestText()).isEqualTo("100 ms");
        assertThat(trend.getLatestText()).isEqualTo("0 ms");
    }

    @Test
    void oneValueIsNoTrend() {
        assertThat(of().isShown()).isFalse();
        assertThat(of(5).isShown()).isFalse();
        assertThat(of(0, 0).isShown()).isTrue();
    }

    @Test
    void oldestOfTooManyAreLeftOut() {
        Trend trend = of(LongStream.range(0, 100).toArray());
        assertThat(trend.getColumns()).hasSize(Trend.LONGEST);
        assertThat(trend.getColumns().get(0).getText()).isEqualTo("#60: 60 ms");
        Column last = trend.getColumns().get(Trend.LONGEST - 1);
        assertThat(last.getX() + last.getWidth()).isLessThanOrEqualTo(Trend.WIDTH);
    }

    private static Trend of(long... values) {
        List<Point> points = LongStream.of(values)
                .mapToObj(value -> new Point("#" + value, value))
                .toList();
        return Trend.of(points);
    }
}
