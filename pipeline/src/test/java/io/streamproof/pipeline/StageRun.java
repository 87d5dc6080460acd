package io.streamproof.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A stage given in YAML, run as the reference runs it, on records that a test gives one by one. */
public final class StageRun {
  private final ReferenceStage stage;
  private long offset;

  private StageRun(ReferenceStage stage) {
    this.stage = stage;
  }

  /** A pipeline's only stage, of these properties, behind a source with keys. */
  public static StageRun of(String properties) {
    String indented = properties.strip().replace("\n", "\n    ");
    return ofPipeline(
        "name: p\npartitions: 4\nsource: {key: data.k}\nstages:\n  - name: s\n    " + indented,
        "s");
  }

  /** A stage of a whole specification. */
  public static StageRun ofPipeline(String yaml, String stage) {
    PipelineSpecification pipeline = SpecificationReader.parse("p.yml", yaml, null);
    return new StageRun(
        new ReferenceStage(
            Stage.of(pipeline, pipeline.stage(stage).orElseThrow(), CustomOperators.NONE)));
  }

  public ReferenceStage stage() {
    return stage;
  }

  /** What it emits for a payload at a key and time. */
  public List<OutputRecord> give(@Nullable String key, long time, String json) {
    return give(key, time, "event", String.valueOf(offset), json);
  }

  /** What it emits for an event of a type and id. */
  public List<OutputRecord> give(
      @Nullable String key, long time, String type, String id, String json) {
    Headers headers = new RecordHeaders();
    headers.add(HeaderNames.TYPE, type.getBytes(UTF_8));
    headers.add(HeaderNames.ID, id.getBytes(UTF_8));
    headers.add(HeaderNames.SOURCE, "/tests".getBytes(UTF_8));
    return stage.process(
        new SourceRecord(
            "p.source",
            0,
            offset++,
            time,
            key == null ? null : key.getBytes(UTF_8),
            json.getBytes(UTF_8),
            headers));
  }

  /** The values that it emits; a dead letter as what went wrong. */
  public List<String> values(@Nullable String key, long time, String json) {
    return give(key, time, json).stream().map(StageRun::text).toList();
  }

  /** An emission's value, or why there is none. */
  public static String text(OutputRecord output) {
    RuntimeException failure = output.failure();
    if (failure != null) {
      return "dead letter: " + failure.getMessage();
    }
    byte[] value = output.value();
    return value == null ? "nothing" : new String(value, UTF_8);
  }
}
