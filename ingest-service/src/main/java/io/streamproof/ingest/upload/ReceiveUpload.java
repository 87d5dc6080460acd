package io.streamproof.ingest.upload;

import io.opentelemetry.api.trace.SpanContext;
import io.streamproof.ingest.event.AttributeRules;
import io.streamproof.ingest.event.CloudEvent;
import io.streamproof.ingest.event.RejectedException;
import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.source.NewRecord;
import io.streamproof.ingest.source.ServedPipeline;
import io.streamproof.ingest.trace.Arrival;
import io.streamproof.ingest.upload.UploadReport.Ending;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Receives an upload: each line becomes an event with the id {@code <source>#<line>}. Reading waits
 * for the brokers, so memory is bounded whatever the upload's length; it ends at the first line
 * whose outcome is not certain, and answers only when every line's outcome is known.
 */
public final class ReceiveUpload {
  /** Leaves room for {@code #} and the line's number in the id. */
  static final int MAX_SOURCE_LENGTH = AttributeRules.MAX_LENGTH - 24;

  private final ServedPipeline pipeline;
  private final String source;
  private final String type;
  private final Limits limits;
  private final Arrival arrival;

  /** The bounds of one upload. */
  public record Limits(int maxLineBytes, int windowRecords, long windowBytes) {}

  /**
   * An upload of payloads of a type from a source.
   *
   * @param request the span of the request that it comes with
   * @throws RejectedException if source or type break the rules of their attributes
   */
  public ReceiveUpload(
      ServedPipeline pipeline,
      @Nullable String source,
      String type,
      Limits limits,
      SpanContext request)
      throws RejectedException {
    this.pipeline = pipeline;
    this.source = AttributeRules.source(source);
    this.type = AttributeRules.required("type", type);
    this.limits = limits;
    this.arrival = Arrival.amongOthers(request);
    if (this.source.length() > MAX_SOURCE_LENGTH) {
      throw new RejectedException(
          Rejection.invalid("source is longer than " + MAX_SOURCE_LENGTH + " characters"));
    }
  }

  /** Reads to the end, or to the first failure, and waits for the outcome of all that was sent. */
  public UploadReport receive(InputStream body) throws InterruptedException {
    Window window = new Window(limits.windowRecords(), limits.windowBytes());
    Tracker tracker = new Tracker(window);
    Lines lines = new Lines(body, limits.maxLineBytes());
    try {
      for (Line line = lines.next(); line != null; line = next(lines, tracker)) {
        pipeline.counters().received();
        send(line, window, tracker);
      }
    } catch (PacedInput.TooSlowException e) {
      tracker.fail(Ending.TOO_SLOW, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      tracker.fail(Ending.BROKEN_OFF, "the upload broke off");
    }
    window.awaitEmpty();
    return tracker.report(lines.count());
  }

  private @Nullable Line next(Lines lines, Tracker tracker) throws IOException {
    if (pipeline.gate().isStopping()) {
      tracker.fail(Ending.UNAVAILABLE, "the service is shutting down");
    }
    return tracker.hasFailed() ? null : lines.next();
  }

  private void send(Line line, Window window, Tracker tracker) throws InterruptedException {
    try {
      if (line.tooLong()) {
        throw new RejectedException(
            Rejection.tooLarge("is longer than " + limits.maxLineBytes() + " bytes"));
      }
      NewRecord record = pipeline.record(event(line), arrival);
      int weightBytes = record.weightBytes();
      window.enter(weightBytes);
      pipeline.send(record, tracker.of(line.number(), weightBytes));
    } catch (RejectedException e) {
      pipeline.counters().rejected(e.rejection().reason());
      tracker.reject(line.number(), e.rejection());
    }
  }

  private CloudEvent event(Line line) {
    return new CloudEvent(
        source + "#" + line.number(), source, type, null, line.bytes(), null, null);
  }
}
