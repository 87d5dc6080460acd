package io.streamproof.verification.cli;

import io.streamproof.verification.stack.Pause;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackException;
import io.streamproof.verification.stack.Stillness;
import io.streamproof.verification.stack.Upload;
import io.streamproof.verification.stack.Upload.Receipt;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A file on its way through a stack, from its first byte to the verdict on its last record. */
final class Job {
  private static final long PAUSE_MILLIS = 200;
  private static final int FINDINGS_SHOWN = 20;

  private final Stack stack;
  private final Progress progress;
  private final Stillness stillness;

  /**
   * Prepares a job.
   *
   * @param patience how long nothing may move before the job gives up
   */
  Job(Stack stack, Progress progress, Duration patience) {
    this.stack = stack;
    this.progress = progress;
    this.stillness = new Stillness(patience, System::nanoTime);
  }

  /**
   * Uploads a file and waits until all of it is settled, or nothing moves any more.
   *
   * @throws StackException if a part of the stack dies, or ingest refuses the upload
   */
  Outcome process(Path input) {
    long size = size(input);
    progress.step("uploading %s".formatted(input));
    long beginNanos = System.nanoTime();
    Upload upload = stack.upload(input, source(input));
    while (true) {
      Receipt receipt = receipt(upload);
      Report report = stack.report().orElse(null);
      stack.requireAlive();
      List<String> missing = missing(receipt, report);
      if (report != null) {
        progress.update(Progress.of(upload.sentBytes(), size, report));
      }
      if (missing.isEmpty() || stillness.reached(state(upload, receipt, report))) {
        progress.finishLine();
        long tookNanos = System.nanoTime() - beginNanos;
        return new Outcome(
            report, receipt, missing, stack.findings(FINDINGS_SHOWN), Duration.ofNanos(tookNanos));
      }
      Pause.millis(PAUSE_MILLIS);
    }
  }

  private List<String> missing(@Nullable Receipt receipt, @Nullable Report report) {
    if (receipt == null) {
      return List.of("ingest has not answered the upload");
    }
    if (report == null) {
      return List.of("the audit gives no report: " + stack.reportProblem());
    }
    return Settlement.missing(report, receipt.accepted());
  }

  /** What changes as long as the job makes headway. */
  private static Object state(Upload upload, @Nullable Receipt receipt, @Nullable Report report) {
    return Arrays.asList(upload.sentBytes(), receipt, report == null ? null : report.headway());
  }

  private @Nullable Receipt receipt(Upload upload) {
    if (!upload.receipt().isDone()) {
      return null;
    }
    try {
      return upload.receipt().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StackException refused) {
        throw refused;
      }
      Pause.millis(PAUSE_MILLIS);
      stack.requireAlive();
      throw new StackException("the upload broke off: " + e.getCause());
    }
  }

  private static long size(Path input) {
    try {
      return Files.size(input);
    } catch (IOException e) {
      throw new UnusableException("cannot read " + input + ": " + e.getMessage());
    }
  }

  /** The events' source: the file's name, so that the same file gives the same events anywhere. */
  private static String source(Path input) {
    return URLEncoder.encode(String.valueOf(input.getFileName()), StandardCharsets.UTF_8);
  }
}
