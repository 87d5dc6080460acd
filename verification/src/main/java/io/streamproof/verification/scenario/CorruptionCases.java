package io.streamproof.verification.scenario;

import io.streamproof.pipeline.tally.Block;
import io.streamproof.verification.scenario.ExpectedEmission.Mark;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the audit has to say of wrong emissions. For a stateless stage each is CORRUPTED. For a
 * stateful one, wrong emissions of one key that follow each other without a right one between are
 * one case: DIVERGED at the first of them. One that is marred otherwise counts as right only from
 * the next block on: what the audit judges together, it takes together.
 */
final class CorruptionCases {
  private final String stage;
  private final int partition;
  private final boolean stateful;
  private final Map<ByteBuffer, Case> open = new HashMap<>();
  private final Map<ExpectedEmission, Case> caseOf = new LinkedHashMap<>();

  /** Wrong emissions that are one finding. */
  private static final class Case {
    private final ExpectedEmission first;
    private final List<ExpectedEmission> marredSince = new ArrayList<>();
    private int emissions = 1;

    Case(ExpectedEmission first) {
      this.first = first;
    }
  }

  CorruptionCases(String stage, int partition, boolean stateful) {
    this.stage = stage;
    this.partition = partition;
    this.stateful = stateful;
  }

  /** Takes the next emission of the partition, in the order of origins. */
  void next(ExpectedEmission emission) {
    ByteBuffer key = stateful ? emission.key() : null;
    if (key == null) {
      if (emission.mark() == Mark.WRONG) {
        caseOf.put(emission, new Case(emission));
      }
      return;
    }
    Case known = open.get(key);
    switch (emission.mark()) {
      case RIGHT -> open.remove(key);
      case MARRED -> {
        if (known != null) {
          known.marredSince.add(emission);
        }
      }
      case WRONG -> wrong(key, known, emission);
    }
  }

  private void wrong(ByteBuffer key, @Nullable Case known, ExpectedEmission emission) {
    if (known != null && continues(known, emission)) {
      known.emissions++;
      known.marredSince.clear();
      caseOf.put(emission, known);
    } else {
      Case begun = new Case(emission);
      open.put(key, begun);
      caseOf.put(emission, begun);
    }
  }

  private static boolean continues(Case known, ExpectedEmission emission) {
    return known.marredSince.stream()
        .allMatch(marred -> Block.number(marred.offset()) == Block.number(emission.offset()));
  }

  /** The anomaly to which a wrong emission belongs; final once all emissions were given. */
  Anomaly anomaly(ExpectedEmission emission) {
    Case own = caseOf.get(emission);
    if (own == null) {
      throw new IllegalArgumentException("not given as wrong: " + emission);
    }
    return Anomaly.of(
        own.emissions == 1 ? "CORRUPTED" : "DIVERGED",
        stage,
        partition,
        own.first.offset(),
        own.first.index());
  }
}
