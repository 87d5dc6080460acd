package io.streamproof.verification.cli;

import io.streamproof.verification.stack.Service;
import io.streamproof.verification.stack.Stack;
import java.io.PrintWriter;
import java.util.TreeMap;

/** The services that a run leaves to its user to start, as from an IDE. */
record ExternalServices(Stack stack, Progress progress) {
  /** Prints how to start each of them, and waits until all are ready. */
  void awaitAll(PrintWriter out) {
    stack.externalServices().forEach(service -> print(out, service));
    out.flush();
    for (Service service : stack.externalServices()) {
      progress.step(
          "waiting for %s at %s".formatted(service.process().name(), service.management()));
      stack.awaitReady(service);
    }
  }

  private static void print(PrintWriter out, Service service) {
    out.printf(
        "%n%s is left out. Start %s with this environment:%n",
        service.process().name(), service.module());
    new TreeMap<>(service.environment())
        .forEach((variable, value) -> out.printf("%s=%s%n", variable, value));
    out.println();
  }
}
