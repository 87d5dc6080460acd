package io.streamproof.verification.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sends signals, which Java itself cannot but for the two that end a process. */
final class Signals {
  private Signals() {}

  /**
   * Sends a signal, by the name that {@code kill} has for it, to those processes that are there.
   */
  static void send(String signal, List<Long> processes) {
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", "for p; do kill -" + signal + " $p 2>/dev/null; done; :", "sh"));
    processes.forEach(process -> command.add(String.valueOf(process)));
    try {
      if (new ProcessBuilder(command).start().waitFor() != 0) {
        throw new StackException("cannot send " + signal + " to " + processes);
      }
    } catch (IOException e) {
      throw new StackException("cannot send " + signal + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted while sending " + signal);
    }
  }
}
