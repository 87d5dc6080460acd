package io.streamproof.verification.scenario;

import io.streamproof.verification.sequence.SequenceInvariants;
import java.util.List;

/** Checks of results that know nothing of the pipeline's specification or the reference. */
enum ResultCheck {
  /** See {@link SequenceInvariants}. */
  SEQUENCE_WINDOW;

  /** What the results break, in words; empty if they break nothing. */
  List<String> broken(KeyedResults results, long events) {
    return switch (this) {
      case SEQUENCE_WINDOW -> SequenceInvariants.broken(results.values(), events);
    };
  }
}
