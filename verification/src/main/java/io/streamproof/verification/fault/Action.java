package io.streamproof.verification.fault;

import io.streamproof.pipeline.fault.CrashPoint;
import io.streamproof.verification.proxy.Disturbance;
import io.streamproof.verification.stack.Peer;
import java.time.Duration;

/**
 * What an operation does. Processes go by their names in the stack: {@code broker}, {@code
 * broker-2}, {@code postgresql}, {@code ingest}, {@code audit}, {@code audit-2}, {@code
 * operator-<stage>}, {@code operator-<stage>-2}. Each action undoes itself, except a change of
 * scale.
 */
public sealed interface Action {

  /**
   * The name of the process, or for a change of scale and an operator's crash the stage, to which
   * it is done; the role, if it is done to the broker that has one.
   */
  String target();

  /** What can be done to any process. */
  sealed interface ToProcess extends Action {
    /** The same, to another process. */
    ToProcess to(String process);
  }

  /** SIGKILL, and started again after a while. */
  record Kill(String target, Duration down) implements ToProcess {
    @Override
    public ToProcess to(String process) {
      return new Kill(process, down);
    }
  }

  /** Stopped as an orchestrator does it, and started again after a while. */
  record Restart(String target, Duration down) implements ToProcess {
    @Override
    public ToProcess to(String process) {
      return new Restart(process, down);
    }
  }

  /** SIGSTOP, and SIGCONT after a while. */
  record Pause(String target, Duration duration) implements ToProcess {
    @Override
    public ToProcess to(String process) {
      return new Pause(process, duration);
    }
  }

  /** It is done to the broker that has a role when the operation begins. */
  record ToBroker(BrokerRole role, ToProcess action) implements Action {
    @Override
    public String target() {
      return role.word();
    }
  }

  /**
   * Acknowledged records are lost: a partition of the source topic acknowledges what its leader
   * alone has, until it has so many records more; then the leader is killed, and a replica without
   * them becomes the leader by an unclean election.
   */
  record LoseRecords(int partition, long records) implements Action {
    @Override
    public String target() {
      return "source";
    }
  }

  /** So many instances of a stage's operator run from now on. */
  record Scale(String target, int instances) implements Action {}

  /** The connections of a service to the broker or the database are disturbed for a while. */
  record Disturb(String target, Peer peer, Disturbance disturbance, Duration duration)
      implements Action {}

  /**
   * One of a stage's operators halts amid its work, and is started again after a while.
   *
   * @param target the stage
   */
  record CrashOperator(String target, CrashPoint point, Duration down) implements Action {}

  /**
   * An instance of the audit gets SIGKILL amid a commit, and is started again after a while.
   *
   * @param point before or after the commit
   */
  record CrashAudit(String target, AuditStep step, CrashPoint point, Duration down)
      implements Action {}
}
