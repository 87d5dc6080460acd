package io.streamproof.audit.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PipelineLagTests {
  @Test
  void areWhatIsLeftToBeReadAndToBeCommitted() {
    PipelinePoll look = new PollFixture().read(60, 59).committed(20).end(100).at(Duration.ZERO);
    assertThat(PipelineLag.ofAudit(PollFixture.PIPELINE, look))
        .containsEntry("shop.source", 40L)
        .containsEntry("shop.paid", 0L);
    assertThat(PipelineLag.ofStages(PollFixture.PIPELINE, look)).containsEntry("paid", 80L);
  }

  @Test
  void areNothingBehindAStageThatHasDoneAllButTheMarkersAtTheEnd() {
    PipelinePoll look = new PollFixture().read(100, 97).committed(98).end(100).at(Duration.ZERO);
    assertThat(PipelineLag.ofStages(PollFixture.PIPELINE, look)).containsEntry("paid", 0L);
  }

  @Test
  void areWhatTheAuditHasNotReadBehindAStageThatIsAheadOfIt() {
    PipelinePoll look = new PollFixture().read(60, 59).committed(90).end(100).at(Duration.ZERO);
    assertThat(PipelineLag.ofStages(PollFixture.PIPELINE, look)).containsEntry("paid", 10L);
  }

  @Test
  void areNeverLessThanNothing() {
    PipelinePoll look = new PollFixture().read(60, 59).committed(60).end(50).at(Duration.ZERO);
    assertThat(PipelineLag.ofAudit(PollFixture.PIPELINE, look)).containsEntry("shop.source", 0L);
    assertThat(PipelineLag.ofStages(PollFixture.PIPELINE, look)).containsEntry("paid", 0L);
  }
}
