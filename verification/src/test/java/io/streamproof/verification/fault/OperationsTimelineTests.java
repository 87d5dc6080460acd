package io.streamproof.verification.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OperationsTimelineTests {
  private Instant now = Instant.EPOCH;

  @Test
  void namesWhatWasUnderWayAndWhatHadEndedLast() {
    OperationsTimeline timeline = new OperationsTimeline(() -> now);
    now = second(1);
    timeline.begun("a");
    now = second(3);
    timeline.done("a");
    now = second(4);
    timeline.begun("b");
    now = second(5);
    timeline.begun("c");
    now = second(7);
    timeline.done("b");

    assertThat(timeline.around(second(0))).isEmpty();
    assertThat(timeline.around(second(2))).isEqualTo("during a");
    assertThat(timeline.around(Instant.ofEpochMilli(3_500))).isEqualTo("after a");
    assertThat(timeline.around(second(6))).isEqualTo("during b and c, after a");
    assertThat(timeline.around(second(9))).isEqualTo("during c, after b");
  }

  private static Instant second(long number) {
    return Instant.ofEpochSecond(number);
  }
}
