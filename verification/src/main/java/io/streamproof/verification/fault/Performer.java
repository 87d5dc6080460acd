package io.streamproof.verification.fault;

import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.verification.proxy.TcpProxy;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does what operations say, and undoes it; done means that what was disturbed is ready again. */
final class Performer {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

  private final Stack stack;
  private final Consumer<SourceRecord> atRisk;

  /**
   * A performer.
   *
   * @param atRisk told of each acknowledged record that an operation may make the brokers lose
   */
  Performer(Stack stack, Consumer<SourceRecord> atRisk) {
    this.stack = stack;
    this.atRisk = atRisk;
  }

  /**
   * Does it.
   *
   * @param healing told when what was done is over, and its effects begin to heal
   */
  void perform(Action action, Runnable healing) throws InterruptedException {
    if (action instanceof Action.ToBroker toBroker) {
      String broker = new BrokerRoles(stack).processOf(toBroker.role());
      perform(toBroker.action().to(broker), healing);
    } else if (action instanceof Action.LoseRecords lose) {
      new RecordLoss(stack, atRisk).cause(lose, healing);
    } else if (action instanceof Action.Kill kill) {
      stack.process(kill.target()).kill();
      startAgain(kill.target(), kill.down(), healing);
    } else if (action instanceof Action.Restart restart) {
      stack.process(restart.target()).stop(STOP_LIMIT);
      startAgain(restart.target(), restart.down(), healing);
    } else if (action instanceof Action.Pause pause) {
      pause(pause, healing);
    } else if (action instanceof Action.Scale scale) {
      healing.run();
      stack.scale(scale.target(), scale.instances());
    } else if (action instanceof Action.Disturb disturb) {
      disturb(disturb, healing);
    } else if (action instanceof Action.CrashOperator crash) {
      StackProcess halted = new OperatorCrash(stack, crash.target()).at(crash.point());
      startAgain(halted.name(), crash.down(), healing);
    } else if (action instanceof Action.CrashAudit crash) {
      new AuditCrash(stack, crash.target()).at(crash.step(), crash.point());
      startAgain(crash.target(), crash.down(), healing);
    }
  }

  private void startAgain(String name, Duration down, Runnable healing)
      throws InterruptedException {
    last(down);
    stack.process(name).start();
    healing.run();
    stack.awaitReady(name);
  }

  private void pause(Action.Pause pause, Runnable healing) throws InterruptedException {
    StackProcess process = stack.process(pause.target());
    process.pause();
    try {
      last(pause.duration());
    } finally {
      process.resume();
    }
    healing.run();
    stack.awaitReady(pause.target());
  }

  private void disturb(Action.Disturb disturb, Runnable healing) throws InterruptedException {
    List<TcpProxy> proxies = stack.proxies(disturb.target(), disturb.peer());
    proxies.forEach(proxy -> proxy.disturb(disturb.disturbance()));
    try {
      last(disturb.duration());
    } finally {
      proxies.forEach(TcpProxy::heal);
    }
    healing.run();
    stack.awaitReady(disturb.target());
  }

  private static void last(Duration duration) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(duration.toMillis());
  }
}
