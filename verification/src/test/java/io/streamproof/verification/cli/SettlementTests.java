package io.streamproof.verification.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettlementTests {
  @Test
  void isReachedWhenAllIsObservedNothingPendsAndThereIsAVerdict() {
    assertThat(Settlement.missing(Reports.of("PROVEN", 20_000, 0, 0, 0), 20_000)).isEmpty();
    assertThat(Settlement.missing(Reports.of("VIOLATED", 20_000, 0, 0, 3), 20_000)).isEmpty();
  }

  @Test
  void waitsForEventsThatAreNotObservedYet() {
    assertThat(Settlement.missing(Reports.of("PROVEN", 19_999, 0, 0, 0), 20_000))
        .containsExactly("source: 19,999 of 20,000 accepted events observed");
  }

  @Test
  void doesNotWaitForEventsThatAreLost() {
    assertThat(Settlement.missing(Reports.of("VIOLATED", 19_999, 1, 0, 1), 20_000)).isEmpty();
  }

  @Test
  void waitsForPendingRecords() {
    assertThat(Settlement.missing(Reports.of("VIOLATED", 20_000, 0, 17, 1), 20_000))
        .containsExactly("stage late: 17 of 20,000 records pending");
  }

  @Test
  void waitsForAVerdict() {
    assertThat(Settlement.missing(Reports.of("UNKNOWN", 20_000, 0, 0, 0), 20_000))
        .containsExactly("the verdict is UNKNOWN");
  }
}
