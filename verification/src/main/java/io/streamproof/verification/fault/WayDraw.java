package io.streamproof.verification.fault;

import io.streamproof.pipeline.fault.CrashPoint;
import io.streamproof.verification.proxy.Direction;
import io.streamproof.verification.proxy.Disturbance;
import io.streamproof.verification.stack.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Draws of a kind of process fault whom it befalls, and for how long: the same for one seed. */
final class WayDraw {
  private static final String AUDIT = "audit";
  private static final String BROKER = "broker";
  private static final String DATABASE = "postgresql";

  private final Random random;
  private final List<String> stages;
  private final Scales scales;

  WayDraw(Random random, List<String> stages, Scales scales) {
    this.random = random;
    this.stages = stages;
    this.scales = scales;
  }

  Action action(Way way) {
    return switch (way) {
      case CRASH_BEFORE_SEND -> crash(CrashPoint.BEFORE_SEND);
      case CRASH_BEFORE_COMMIT -> crash(CrashPoint.BEFORE_COMMIT);
      case CRASH_AFTER_COMMIT -> crash(CrashPoint.AFTER_COMMIT);
      case KILL_OPERATOR -> new Action.Kill(operator(), down());
      case PAUSE_OPERATOR -> new Action.Pause(operator(), millis(500, 5_000));
      case RESTART_OPERATOR -> new Action.Restart(operator(), down());
      case SCALE_OUT -> scales.out();
      case SCALE_IN -> scales.in();
      case RESTART_BROKER -> new Action.Restart(BROKER, down());
      case KILL_BROKER -> new Action.Kill(BROKER, down());
      case RESTART_DATABASE -> new Action.Restart(DATABASE, down());
      case KILL_DATABASE -> new Action.Kill(DATABASE, down());
      case CRASH_AUDIT_BEFORE_COMMIT -> crashAudit(CrashPoint.BEFORE_COMMIT);
      case CRASH_AUDIT_AFTER_COMMIT -> crashAudit(CrashPoint.AFTER_COMMIT);
      case RESTART_AUDIT -> new Action.Restart(AUDIT, down());
      case DROP_BROKER -> broker(new Disturbance.Dropped());
      case CUT_BROKER -> broker(cut());
      case DELAY_BROKER -> broker(delay());
      case THROTTLE_BROKER -> broker(throttle());
      case DROP_DATABASE -> database(new Disturbance.Dropped());
      case CUT_DATABASE -> database(cut());
      case DELAY_DATABASE -> database(delay());
      case THROTTLE_DATABASE -> database(throttle());
    };
  }

  private Action crash(CrashPoint point) {
    return new Action.CrashOperator(stage(), point, down());
  }

  /** Where nothing is wrong, it investigates nothing. */
  private Action crashAudit(CrashPoint point) {
    AuditStep step = random.nextBoolean() ? AuditStep.READING : AuditStep.JUDGING;
    return new Action.CrashAudit(AUDIT, step, point, down());
  }

  private Action broker(Disturbance disturbance) {
    return new Action.Disturb(operator(), Peer.BROKER, disturbance, millis(500, 4_000));
  }

  private Action database(Disturbance disturbance) {
    return new Action.Disturb(AUDIT, Peer.DATABASE, disturbance, millis(500, 4_000));
  }

  private Disturbance cut() {
    return new Disturbance.Cut(random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT);
  }

  private Disturbance delay() {
    return new Disturbance.Delayed(millis(5, 100));
  }

  private Disturbance throttle() {
    return new Disturbance.Throttled(random.nextInt(10_000, 200_000));
  }

  private String operator() {
    return "operator-" + stage();
  }

  private String stage() {
    return stages.get(random.nextInt(stages.size()));
  }

  private Duration down() {
    return millis(0, 1_000);
  }

  private Duration millis(int least, int most) {
    return Duration.ofMillis(random.nextInt(least, most + 1));
  }
}
