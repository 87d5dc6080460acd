package io.streamproof.verification.cli;

import io.streamproof.verification.stack.Service;
import io.streamproof.verification.stack.Stack;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A stack that is left up for its user to look at, until Ctrl-C. */
record Kept(Stack stack) {
  private static final long PAUSE_MILLIS = 500;

  void awaitInterrupt(PrintWriter out) {
    out.println("\nEverything is still up:");
    Stream.concat(stack.services().stream(), stack.externalServices().stream())
        .forEach(service -> address(out, name(service), service.address()));
    address(out, "report", stack.reportAddress());
    SampleResult.of(stack.brokers(), stack.pipeline().resultTopics())
        .ifPresent(
            result ->
                address(
                    out,
                    "how a result came to be",
                    stack.lineageAddress(result.partition(), result.offset())));
    address(out, stack.brokerProcesses().size() == 1 ? "broker" : "brokers", stack.brokers());
    address(
        out,
        "postgresql",
        "%s (user %s, password %s)"
            .formatted(
                stack.postgres().jdbcUrl(), stack.postgres().user(), stack.postgres().password()));
    out.println("Ctrl-C stops it.");
    out.flush();
    Set<String> told = new HashSet<>();
    while (true) {
      stack.deaths().stream().filter(told::add).forEach(out::println);
      out.flush();
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static String name(Service service) {
    return service.process().name();
  }

  private static void address(PrintWriter out, String name, Object address) {
    out.printf("  %-24s %s%n", name, address);
  }
}
