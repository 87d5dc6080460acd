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

/** Calls upon an operator to halt amid its work, and waits until it has. */
final class OperatorCrash {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int HALTED = 137;

  private final StackProcess process;
  private final Path calls;

  OperatorCrash(Stack stack, String operator) {
    this.process = stack.process(operator);
    this.calls = stack.crashCalls(operator);
  }

  void at(CrashPoint point) throws InterruptedException {
    Path call = calls.resolveSibling(calls.getFileName() + "-" + point.word() + ".call");
    try {
      Files.createDirectories(call.getParent());
      Files.createFile(call);
      int code = process.awaitOwnEnd(LIMIT);
      Files.deleteIfExists(call);
      if (code != HALTED) {
        throw new StackException(
            "%s was to halt %s, and has ended with exit code %d"
                .formatted(process.name(), point.word(), code));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
