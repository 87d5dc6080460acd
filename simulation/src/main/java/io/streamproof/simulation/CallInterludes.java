package io.streamproof.simulation;

import io.streamproof.audit.observation.Ledger.AwayException;
import io.streamproof.simulation.SimulationPlan.RunSettings;
import io.streamproof.simulation.SimulationPlan.SimulationStep;
import io.streamproof.simulation.actor.SimulatedAudit;
import io.streamproof.simulation.schedule.PortInterrupter.Interruption;
import io.streamproof.simulation.schedule.SeededRandom;
import io.streamproof.simulation.schedule.StepTrace;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * What happens around the calls that an audit makes: others act, the call fails, or the audit is
 * killed. It follows from the seed of the step and from which call it is, by its name and number.
 */
final class CallInterludes {
  private static final int MOST_DEPTH = 3;
  private static final int MOST_STEPS = 4;

  private final RunSettings settings;
  private final StepTrace trace;
  private final Consumer<SimulationStep> world;
  private @Nullable Current current;
  private int depth;

  CallInterludes(RunSettings settings, StepTrace trace, Consumer<SimulationStep> world) {
    this.settings = settings;
    this.trace = trace;
    this.world = world;
  }

  /** The step that is being taken, and the calls that were made in it. */
  private static final class Current {
    private final SimulationStep step;
    private final Map<String, Integer> calls = new HashMap<>();

    Current(SimulationStep step) {
      this.step = step;
    }

    SeededRandom random(String call) {
      return new SeededRandom(step.seed()).fork(call + calls.merge(call, 1, Integer::sum));
    }
  }

  /** Takes a step, which may be part of another. */
  void during(SimulationStep step, Runnable action) {
    Current outer = current;
    current = new Current(step);
    try {
      action.run();
    } finally {
      current = outer;
    }
  }

  /** What follows is traced as part of what was noted last. */
  void within(Runnable action) {
    trace.enter();
    depth++;
    try {
      action.run();
    } finally {
      depth--;
      trace.leave();
    }
  }

  void betweenTransactions() {
    interlude("between transactions");
  }

  Interruption of(SimulatedAudit audit) {
    return new Interruption() {
      @Override
      public void before(String call) {
        interlude("before " + call);
        fail(audit, "before " + call);
      }

      @Override
      public void after(String call) {
        interlude("after " + call);
        fail(audit, "after " + call);
      }
    };
  }

  private void interlude(String call) {
    Current now = current;
    if (now == null || now.step.isAlone() || depth > MOST_DEPTH) {
      return;
    }
    SeededRandom random = now.random(call);
    if (!random.oneIn(settings.interludeRate())) {
      return;
    }
    trace.note("... %s:", call);
    for (int left = random.between(1, MOST_STEPS); left > 0; left--) {
      world.accept(new SimulationStep(settings.choose(random), random.nextLong(), random.oneIn(2)));
    }
  }

  private void fail(SimulatedAudit audit, String call) {
    Current now = current;
    if (now == null || now.step.isAlone()) {
      return;
    }
    SeededRandom random = now.random(call + " fails");
    if (!random.oneIn(settings.failureRate())) {
      return;
    }
    if (random.oneIn(2)) {
      trace.note("... %s:", call);
      audit.kill();
      return;
    }
    trace.note("... %s: a failure", call);
    KafkaException failure = new KafkaException("simulated, " + call);
    throw call.contains("Ledger.") ? new AwayException(failure) : failure;
  }
}
