package io.streamproof.verification.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.verification.scenario.ExpectedEmission.Mark;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class CorruptionCasesTests {
  private static final ByteBuffer KEY = ByteBuffer.wrap(new byte[] {1});

  private static ExpectedEmission emission(long offset, Mark mark) {
    return new ExpectedEmission(offset, 0, KEY, mark);
  }

  private static String second(boolean stateful, Mark between, long at, long last) {
    CorruptionCases cases = new CorruptionCases("sums", 0, stateful);
    cases.next(emission(1, Mark.WRONG));
    cases.next(emission(at, between));
    ExpectedEmission wrong = emission(last, Mark.WRONG);
    cases.next(wrong);
    return cases.anomaly(wrong).line();
  }

  @Test
  void takesWrongEmissionsInARowForOneCaseOnlyWhereThereIsState() {
    CorruptionCases cases = new CorruptionCases("sums", 0, true);
    ExpectedEmission first = emission(1, Mark.WRONG);
    ExpectedEmission next = emission(300, Mark.WRONG);
    cases.next(first);
    cases.next(next);

    assertThat(cases.anomaly(first).line()).isEqualTo("DIVERGED sums sums:0@1#0");
    assertThat(cases.anomaly(next)).isEqualTo(cases.anomaly(first));
    assertThat(second(false, Mark.MARRED, 2, 3)).isEqualTo("CORRUPTED sums sums:0@3#0");
  }

  @Test
  void endsACaseWithARightEmission() {
    assertThat(second(true, Mark.RIGHT, 2, 3)).isEqualTo("CORRUPTED sums sums:0@3#0");
  }

  @Test
  void takesAMarredEmissionForRightOnlyOnceItsBlockIsBehind() {
    assertThat(second(true, Mark.MARRED, 2, 3)).isEqualTo("DIVERGED sums sums:0@1#0");
    assertThat(second(true, Mark.MARRED, 2, 300)).isEqualTo("CORRUPTED sums sums:0@300#0");
    assertThat(second(true, Mark.MARRED, 299, 300)).isEqualTo("DIVERGED sums sums:0@1#0");
  }
}
