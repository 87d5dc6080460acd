package io.streamproof.audit.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LagsTests {
  @Test
  void areWhatIsLeftToBeReadAndToBeCommitted() {
    Look look = new Looks().read(60, 59).committed(20).end(100).at(Duration.ZERO);
    assertThat(Lags.ofAudit(Looks.PIPELINE, look))
        .containsEntry("shop.source", 40L)
        .containsEntry("shop.paid", 0L);
    assertThat(Lags.ofStages(Looks.PIPELINE, look)).containsEntry("paid", 80L);
  }

  @Test
  void areNothingBehindAStageThatHasDoneAllButTheMarkersAtTheEnd() {
    Look look = new Looks().read(100, 97).committed(98).end(100).at(Duration.ZERO);
    assertThat(Lags.ofStages(Looks.PIPELINE, look)).containsEntry("paid", 0L);
  }

  @Test
  void areWhatTheAuditHasNotReadBehindAStageThatIsAheadOfIt() {
    Look look = new Looks().read(60, 59).committed(90).end(100).at(Duration.ZERO);
    assertThat(Lags.ofStages(Looks.PIPELINE, look)).containsEntry("paid", 10L);
  }

  @Test
  void areNeverLessThanNothing() {
    Look look = new Looks().read(60, 59).committed(60).end(50).at(Duration.ZERO);
    assertThat(Lags.ofAudit(Looks.PIPELINE, look)).containsEntry("shop.source", 0L);
    assertThat(Lags.ofStages(Looks.PIPELINE, look)).containsEntry("paid", 0L);
  }
}
