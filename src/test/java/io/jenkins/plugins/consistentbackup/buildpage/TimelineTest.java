package io.jenkins.plugins.consistentbackup.buildpage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.buildpage.Timeline.Bar;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

    @Test
    void barsLieOnOneAxis() {
        List<Bar> bars = Timeline.of(
                        List.of(new PhaseTime("plan", 1_000, 2_000), new PhaseTime("ready", 2_000, 5_000)),
                        1_000,
                        5_000)
                .getBars();
        assertThat(bars).extracting(Bar::getX).containsExactly(0, 250);
        assertThat(bars).extracting(Bar::getWidth).containsExactly(250, 750);
        assertThat(bars).extracting(Bar::getText).containsExactly("1.0 s", "3.0 s");
    }

    @Test
    void whatIsOverInAMomentStaysVisibleInsideThePicture() {
        Bar last = Timeline.of(List.of(new PhaseTime("commit", 99_999, 100_000)), 0, 100_000)
                .getBars()
                .get(0);
        assertThat(last.getWidth()).isEqualTo(Timeline.THINNEST);
        assertThat(last.getX() + last.getWidth()).isEqualTo(Timeline.WIDTH);
    }

    @Test
    void clockThatIsSetBackDrawsNothingOutside() {
        List<Bar> bars = Timeline.of(
                        List.of(new PhaseTime("plan", 5_000, 1_000), new PhaseTime("hold", 1_000, 2_000)), 5_000, 2_000)
                .getBars();
        assertThat(bars).allSatisfy(bar -> {
            assertThat(bar.getX()).isBetween(0, Timeline.WIDTH);
            assertThat(bar.getX() + bar.getWidth()).isLessThanOrEqualTo(Timeline.WIDTH);
        });
    }

    @Test
    void nothingIsDrawnOfNothing() {
        assertThat(Timeline.of(List.of(), 0, 0).getBars()).isEmpty();
    }

    @Test
    void showsWhenDatabasesAreHeld() {
        assertThat(Timeline.of(List.of(new PhaseTime("hold", 0, 1), new PhaseTime("ready", 1, 2)), 0, 2)
                        .getBars())
                .extracting(Bar::isHolding)
                .containsExactly(true, false);
    }
}
