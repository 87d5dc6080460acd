package io.streamproof.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whatever an event holds, the answer that quotes it is small and can be written. */
class RejectionTests {
  @Test
  void boundsWhatItQuotes() {
    assertThat(Rejection.invalid("x".repeat(1_000)).detail()).isEqualTo("x".repeat(1_000));
    assertThat(Rejection.invalid("x".repeat(1 << 20)).detail()).isEqualTo("x".repeat(1_000) + "…");
  }

  @Test
  void quotesNoHalfOfASurrogatePair() {
    assertThat(Rejection.invalid("a\ud800b").detail()).isEqualTo("a?b");
    assertThat(Rejection.invalid("x".repeat(999) + "🚆").detail())
        .isEqualTo("x".repeat(999) + "?…");
    assertThat(new Reading.Invalid("\udfff", Rejection.invalid("")).id()).isEqualTo("?");
  }
}
