package io.streamproof.pipeline.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.operator.MemoryState;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.WireFile;
import io.streamproof.pipeline.record.WireRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.pipeline.tally.ContentHash;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The spans of a message: the same by whoever describes them, and one tree. */
class StageSpansTests {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-";

  @Test
  void areThoseOfTheGoldenFile() {
    PipelineSpecification flights =
        SpecificationReader.parse("pipeline.yml", WireFile.text("pipeline.yml"), null);
    StageSpans late = new StageSpans(flights, flights.stages().get(0));
    SourceRecord source = WireRecord.read("source-record.txt", "flights.source");
    SourceRecord output = WireRecord.read("output-record.txt", "flights.late");

    String spans =
        text(new SourceSpans(flights).send(source))
            + "\n"
            + text(late.process(source, null))
            + "\n"
            + text(late.send(output));

    assertThat(spans).isEqualTo(WireFile.text("spans.txt"));
  }

  @Test
  void areTheSameByTheStageAndByWhoReadsItsTopic() {
    Run run = new Run("flat-map: '[1, 2]'");
    SourceRecord source = source(TRACE + "01", "{}");

    List<OutputRecord> outputs = run.process(source);

    assertThat(outputs).hasSize(2);
    for (OutputRecord output : outputs) {
      MessageSpan sent = run.spans.send(output);
      MessageSpan read = run.spans.send(inTopic(output));
      assertThat(read.attributes().get(SpanKeys.OFFSET)).isEqualTo(77);
      assertThat(read.attributes().toBuilder().remove(SpanKeys.OFFSET).build())
          .isEqualTo(sent.attributes());
      assertThat(read.context()).isEqualTo(sent.context());
      assertThat(read.parent()).isEqualTo(sent.parent());
      assertThat(read.name()).isEqualTo(sent.name()).isEqualTo("send p.s");
    }
  }

  @Test
  void haveTheSendingsOfAFanOutAsChildrenOfOneProcessing() {
    Run run = new Run("flat-map: '[1, 2]'");
    SourceRecord source = source(TRACE + "01", "{}");

    SpanContext processing = run.spans.process(source, null).context();

    assertThat(run.process(source))
        .extracting(output -> run.spans.send(output).parent().getSpanId())
        .containsOnly(processing.getSpanId());
    assertThat(run.process(source))
        .extracting(output -> run.spans.send(output).context().getSpanId())
        .doesNotHaveDuplicates()
        .doesNotContain(processing.getSpanId());
    assertThat(run.spans.process(source, null).parent().getSpanId()).isEqualTo("00f067aa0ba902b7");
  }

  @Test
  void tellOfAFailureAsItsDeadLetterDoes() {
    Run run = new Run("map: data.missing");
    SourceRecord source = source(TRACE + "01", "no json");

    OutputRecord letter = run.process(source).get(0);
    Failure failure = Objects.requireNonNull(Failure.of(letter));
    MessageSpan processing = run.spans.process(source, failure);

    assertThat(Failure.of(inTopic(letter))).isEqualTo(failure);
    assertThat(processing.failure()).isEqualTo(failure);
    assertThat(processing.attributes().get(SpanKeys.ERROR_TYPE)).isEqualTo(failure.type());
    assertThat(run.spans.send(letter).name()).isEqualTo("send p.s-dlt");
    assertThat(run.spans.send(letter).parent().getSpanId())
        .isEqualTo(processing.context().getSpanId());
    assertThat(Failure.of(source)).isNull();
  }

  @Test
  void haveNoParentWhereARecordBroughtNoTrace() {
    Run run = new Run("filter: 'true'");
    SourceRecord source = source(null, "{}");

    MessageSpan processing = run.spans.process(source, null);

    assertThat(processing.parent().isValid()).isFalse();
    assertThat(processing.context().isValid()).isTrue();
    assertThat(processing.context().isSampled()).isFalse();
    assertThat(run.spans.send(run.process(source).get(0)).context().getTraceId())
        .isEqualTo(processing.context().getTraceId());
  }

  @Test
  void haveTheFlagsOfTheSourceRecordWhichChangeNothingElse() {
    Run run = new Run("filter: 'true'");
    OutputRecord recorded = run.process(source(TRACE + "01", "{}")).get(0);
    OutputRecord not = run.process(source(TRACE + "00", "{}")).get(0);

    assertThat(recorded.trace().flags()).isEqualTo("01");
    assertThat(not.trace().flags()).isEqualTo("00");
    assertThat(run.spans.send(recorded).context().isSampled()).isTrue();
    assertThat(run.spans.send(not).context().isSampled()).isFalse();
    assertThat(ContentHash.expected(recorded)).isEqualTo(ContentHash.expected(not));
    assertThat(ContentHash.observed(not.origin(), inTopic(not), false))
        .isEqualTo(ContentHash.expected(recorded));
  }

  @Test
  void boundWhatTheyQuote() {
    Run run = new Run("filter: 'true'");
    SourceRecord source =
        new SourceRecord(
            "p.source", 0, 5, 9, "k".repeat(64 << 10).getBytes(UTF_8), null, new RecordHeaders());

    MessageSpan processing = run.spans.process(source, null);

    assertThat(processing.attributes().get(SpanKeys.KEY)).hasSize(MessageAttributes.LONGEST_TEXT);
    assertThat(processing.attributes().get(SpanKeys.TOMBSTONE)).isTrue();
  }

  /** A stage of a pipeline of its own, and the spans of it. */
  private static final class Run {
    private final Stage stage;
    private final StageSpans spans;
    private final MemoryState state = new MemoryState();

    Run(String operator) {
      PipelineSpecification pipeline =
          SpecificationReader.parse(
              "p.yml", "name: p\nstages:\n  - name: s\n    " + operator + "\n", null);
      stage = Stage.of(pipeline, pipeline.stages().get(0), CustomOperators.NONE);
      spans = new StageSpans(pipeline, pipeline.stages().get(0));
    }

    List<OutputRecord> process(SourceRecord source) {
      return stage.process(source, state);
    }
  }

  private static SourceRecord source(@Nullable String traceparent, String value) {
    RecordHeaders headers = new RecordHeaders();
    if (traceparent != null) {
      headers.add(HeaderNames.TRACEPARENT, traceparent.getBytes(UTF_8));
    }
    return new SourceRecord(
        "p.source", 0, 5, 9, "k".getBytes(UTF_8), value.getBytes(UTF_8), headers);
  }

  private static SourceRecord inTopic(OutputRecord output) {
    return new SourceRecord(
        output.topic(),
        output.partition(),
        77,
        output.timestamp(),
        output.key(),
        output.value(),
        output.headers(1));
  }

  private static String text(MessageSpan span) {
    StringBuilder text =
        new StringBuilder(
            "%s %s\ntrace %s\nspan %s\nparent %s\n"
                .formatted(
                    span.kind(),
                    span.name(),
                    span.trace().traceId(),
                    span.trace().spanId(),
                    span.parentSpanId()));
    TreeMap<String, Object> attributes = new TreeMap<>();
    span.attributes().forEach((key, value) -> attributes.put(key.getKey(), value));
    attributes.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
    return text.toString();
  }
}
