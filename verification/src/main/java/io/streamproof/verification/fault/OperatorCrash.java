package io.streamproof.verification.fault;

import io.streamproof.pipeline.fault.CrashPoint;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackException;
import io.streamproof.verification.stack.StackProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Calls upon the operators of a stage to halt amid their work, and waits until one has: the first
 * that comes to the point. Some may have nothing to do.
 */
final class OperatorCrash {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 5;

  private final Stack stack;
  private final String stage;

  OperatorCrash(Stack stack, String stage) {
    this.stack = stack;
    this.stage = stage;
  }

  /** Gives the one that has halted. */
  StackProcess at(CrashPoint point) throws InterruptedException {
    List<StackProcess> operators = stack.operators(stage);
    operators.forEach(operator -> operator.allowHalt(true));
    Path call = stack.crashCall(stage, point);
    try {
      Files.createDirectories(call.getParent());
      Files.createFile(call);
      return awaitHalt(operators, call);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      withdraw(call);
      operators.forEach(operator -> operator.allowHalt(false));
    }
  }

  private StackProcess awaitHalt(List<StackProcess> operators, Path call)
      throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<StackProcess> halted =
          operators.stream().filter(StackProcess::hasHalted).findFirst();
      if (halted.isPresent()) {
        return taken(halted.get(), call);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw new StackException(
        "no operator of %s followed %s within %s s"
            .formatted(stage, call.getFileName(), LIMIT.toSeconds()));
  }

  /** Who follows the call takes it before it halts: as long as it stands, it was something else. */
  private static StackProcess taken(StackProcess halted, Path call) {
    if (Files.exists(call) || !halted.takeHalt()) {
      throw new StackException(halted.name() + " was killed, and has not crashed");
    }
    return halted;
  }

  private static void withdraw(Path call) {
    try {
      Files.deleteIfExists(call);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
