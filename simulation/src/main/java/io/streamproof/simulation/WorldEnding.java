package io.streamproof.simulation;

import io.streamproof.audit.report.Report;
import io.streamproof.audit.report.Verdict;
import io.streamproof.simulation.SimulatedWorld.Parts;
import io.streamproof.simulation.SimulationPlan.SimulationStep;
import io.streamproof.simulation.actor.SimulatedAudit;
import io.streamproof.simulation.actor.SimulatedIngest;
import io.streamproof.simulation.actor.SimulatedStage;
import io.streamproof.simulation.check.CheckFailure;
import io.streamproof.simulation.check.CheckFailure.FailureKind;
import io.streamproof.simulation.schedule.SeededRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The end of a run: nothing fails any more, and everybody does what is left to do. */
final class WorldEnding {
  private static final int LEAST_ROUNDS = 24;
  private static final int MOST_ROUNDS = 150;

  /** By then all claims are read that will ever come; those that do not are overdue after it. */
  private static final int PAUSE_AFTER = 12;

  private static final Duration PAUSE = Duration.ofSeconds(11);

  /** For so many rounds in a row all has to be over: what is read last is judged later. */
  private static final int ROUNDS_OVER = 8;

  private static final int READS = 20;
  private static final Duration ROUND = Duration.ofMillis(300);

  private final SimulatedWorld world;
  private final Parts parts;
  private final SeededRandom random = new SeededRandom(1);

  WorldEnding(SimulatedWorld world) {
    this.world = world;
    this.parts = world.parts();
  }

  void run() {
    world.trace().note("all faults end");
    parts.faults().endAll();
    @Nullable Report report = null;
    int roundsOver = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      round();
      if (round == PAUSE_AFTER) {
        parts.clock().pass(PAUSE);
      }
      report = parts.audits().get(0).report();
      roundsOver = report != null && isOver(report) ? roundsOver + 1 : 0;
      if (round >= LEAST_ROUNDS && roundsOver > ROUNDS_OVER) {
        break;
      }
    }
    if (report == null) {
      throw new CheckFailure(FailureKind.WRONG_VERDICT, "there is no report");
    }
    parts.checker().conclude(report);
  }

  private boolean isOver(Report report) {
    return parts.stages().stream().allMatch(SimulatedStage::isDone)
        && (report.verdict() != Verdict.UNKNOWN || parts.facts().isClouded());
  }

  private void round() {
    parts.clock().pass(ROUND);
    for (SimulatedIngest ingest : parts.ingests()) {
      while (ingest.isWaitedFor()) {
        ingest.acknowledge(random);
      }
      ingest.claim();
    }
    for (SimulatedStage stage : parts.stages()) {
      stage.start();
      for (int i = 0; i < READS; i++) {
        stage.read(random, false);
      }
      stage.commit(random);
    }
    parts.broker().underWay().forEach(parts.broker()::deliver);
    for (SimulatedAudit audit : parts.audits()) {
      audit.start();
      take(SimulatedAction.AUDIT_OBSERVES);
      take(SimulatedAction.AUDIT_RECONCILES);
      take(SimulatedAction.AUDIT_INVESTIGATES);
      take(SimulatedAction.GATE_IS_POLLED);
    }
  }

  private void take(SimulatedAction action) {
    world.perform(new SimulationStep(action, random.nextLong(), true));
  }
}
