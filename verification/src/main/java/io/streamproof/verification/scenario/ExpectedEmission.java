package io.streamproof.verification.scenario;

import io.streamproof.pipeline.stage.OutputRecord;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An emission that the reference expects, and what the plan did to it.
 *
 * @param key null: it has none
 */
record ExpectedEmission(long offset, int index, @Nullable ByteBuffer key, Mark mark) {
  /** What the plan did to an emission. */
  enum Mark {
    /** It stands in its topic as it should. */
    RIGHT,
    /** Its content is another. */
    WRONG,
    /** Its content is right, but it is missing, doubled, misplaced, late or untraced. */
    MARRED
  }

  static ExpectedEmission of(OutputRecord record, Mark mark) {
    byte[] key = record.key();
    return new ExpectedEmission(
        record.origin().offset(),
        record.origin().index(),
        key == null ? null : ByteBuffer.wrap(key),
        mark);
  }
}
