package io.streamproof.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.streamproof.ingest.event.CloudEvent;
import io.streamproof.ingest.event.RejectedException;
import io.streamproof.ingest.trace.Arrival;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.record.WireFile;
import io.streamproof.pipeline.record.WireRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What ingest puts in a source topic is what the golden file says, to the byte. */
class WireFormatTests {
  private static final PipelineSpecification PIPELINE =
      SpecificationReader.parse("pipeline.yml", WireFile.text("pipeline.yml"), null);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2001-02-03T04:05:06Z"), ZoneOffset.UTC);
  private static final TraceContext CLIENT =
      Objects.requireNonNull(TraceContext.parse(WireFile.text("traceparent.txt").strip()));

  @Test
  void writesTheSourceRecordOfTheGoldenFile() throws RejectedException {
    assertThat(WireRecord.text(written()).replaceFirst("-[0-9a-f]{16}-01", "-00f067aa0ba902b7-01"))
        .as("but for the span id, which is random")
        .isEqualTo(WireFile.text("source-record.txt"));
  }

  private static SourceRecord written() throws RejectedException {
    CloudEvent event =
        new CloudEvent(
            "flight-1",
            "/flights/2001",
            "flight",
            null,
            """
            {"time":"2001-01-01T00:47:00Z","delay":66,"distance":1750,"origin":"DTW","airline":"Zürich"}"""
                .getBytes(UTF_8),
            CLIENT,
            "vendor=1");
    return new SourceRecords(PIPELINE, 1_000, Served.traces(PIPELINE), CLOCK)
        .of(event, Arrival.amongOthers(SpanContext.getInvalid()))
        .at(0);
  }
}
