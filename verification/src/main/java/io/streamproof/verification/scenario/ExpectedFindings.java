package io.streamproof.verification.scenario;

import java.util.List;

/** What a scenario says of the findings. */
sealed interface ExpectedFindings {
  /** There are none, of those that say that something is wrong. */
  record None() implements ExpectedFindings {}

  /** They are those of the manifest, all of them and no other. */
  record Injected() implements ExpectedFindings {}

  /** There are so many of each kind and stage, and no other. */
  record Counted(List<Count> counts) implements ExpectedFindings {
    public Counted {
      counts = List.copyOf(counts);
    }
  }

  /** So many findings of a kind that blame a stage. */
  record Count(String kind, String stage, long count) {}
}
