package io.streamproof.operator.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.operator.NoState;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.telemetry.Traced;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the log says of dead letters. */
@ExtendWith(OutputCaptureExtension.class)
class DeadLetterLogTests {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final PipelineSpecification pipeline =
      SpecificationReader.parse("p.yml", "name: p\nstages:\n  - {name: s, map: data.n}\n", null);
  private final Stage stage = Stage.of(pipeline, pipeline.stages().get(0), CustomOperators.NONE);
  private final AtomicLong nanoTime = new AtomicLong(-5);
  private final DeadLetterLog log = new DeadLetterLog(stage, nanoTime::get);

  @Test
  void namesTheTraceOfEachWhetherItIsRecordedOrNot(CapturedOutput output) {
    try (Traced traced = Traced.on("streamproof.stage=p/s")) {
      log.add(letter(7));

      assertThat(traced.spans()).isEmpty();
      assertThat(output.getOut())
          .contains("p.source-0@7 became a dead letter")
          .contains(TRACE + "-");
    }
  }

  @Test
  void tellsOneASecondAndHowManyItLeftOut(CapturedOutput output) {
    log.add(letter(1));
    log.add(letter(2));
    log.add(letter(3));
    nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
    log.add(letter(4));

    assertThat(output.getOut().lines().filter(line -> line.contains("became a dead letter")))
        .hasSize(2)
        .anyMatch(line -> line.contains("@1 ") && line.contains("(0 others"))
        .anyMatch(line -> line.contains("@4 ") && line.contains("(2 others"));
  }

  private OutputRecord letter(long offset) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(HeaderNames.TRACEPARENT, ("00-" + TRACE + "-00f067aa0ba902b7-00").getBytes(UTF_8));
    return stage
        .process(
            new SourceRecord("p.source", 0, offset, 9, null, "no json".getBytes(UTF_8), headers),
            NoState.INSTANCE)
        .get(0);
  }
}
