package io.streamproof.verification.cli;

import io.streamproof.verification.stack.Report;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Says how far a run has come: in one line that is rewritten on a terminal, else in a line now and
 * then.
 */
final class Progress {
  private static final long TERMINAL_NANOS = 200_000_000L;
  private static final long OTHERWISE_NANOS = 5_000_000_000L;

  private final PrintWriter out;
  private final boolean terminal;
  private long lastNanos = Long.MIN_VALUE;
  private boolean lineOpen;

  /** Of a command, where it says what is no result. */
  static Progress of(CommandSpec command) {
    return new Progress(command.commandLine().getErr(), Boolean.getBoolean("streamproof.terminal"));
  }

  private Progress(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** A step that is begun: a line of its own. */
  void step(String what) {
    finishLine();
    out.println(what);
    out.flush();
  }

  /** How far it is, if the last time it was said is long enough ago. */
  void update(String how) {
    long now = System.nanoTime();
    if (lastNanos != Long.MIN_VALUE
        && now - lastNanos < (terminal ? TERMINAL_NANOS : OTHERWISE_NANOS)) {
      return;
    }
    lastNanos = now;
    if (terminal) {
      out.print("\r" + how + "\u001b[K");
      lineOpen = true;
    } else {
      out.println(how);
    }
    out.flush();
  }

  void finishLine() {
    if (lineOpen) {
      out.println();
      lineOpen = false;
    }
    out.flush();
  }

  /** How far ingest, the stages and the audit are. */
  static String of(long sentBytes, long totalBytes, Report report) {
    long percent = totalBytes == 0 ? 100 : 100 * sentBytes / totalBytes;
    String stages =
        report.stages().stream()
            .map(
                stage ->
                    "%s %s/%s"
                        .formatted(
                            stage.stage(),
                            ReportTable.number(stage.consumed() - stage.pending()),
                            ReportTable.number(stage.consumed())))
            .collect(Collectors.joining(", "));
    return "sent %s%%, accepted %s; settled: %s"
        .formatted(percent, ReportTable.number(report.source().claimed()), stages);
  }
}
