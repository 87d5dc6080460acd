package io.streamproof.ingest.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.SpanContext;
import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.source.Delivery;
import io.streamproof.ingest.source.MemoryLog;
import io.streamproof.ingest.source.NewRecord;
import io.streamproof.ingest.trace.MessageTrace;
import io.streamproof.pipeline.fault.FaultPlanReader;
import io.streamproof.pipeline.fault.IngestStrikes;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.telemetry.FaultMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What becomes of an event that is struck, and what its client is told. */
class FaultySourceLogTests {
  private final MemoryLog log = new MemoryLog();
  private final MemoryLog forgetful = new MemoryLog();
  private final List<String> told = new ArrayList<>();

  @Test
  void forgetsAnEventThatIsAcknowledged() {
    planted("forget").append(record(), delivery());

    assertThat(log.records()).isEmpty();
    assertThat(forgetful.records()).hasSize(1);
    assertThat(told).containsExactly("acknowledged 0");
  }

  @Test
  void writesAnEventTwiceAndTellsOfTheFirst() {
    planted("write-twice").append(record(), delivery());

    assertThat(log.records()).hasSize(2);
    assertThat(told).containsExactly("acknowledged 0");
  }

  @Test
  void writesNothingMoreOfAnEventThatIsRefused() {
    log.refuse(0);

    planted("write-twice").append(record(), delivery());

    assertThat(log.appends()).isEqualTo(1);
    assertThat(told).containsExactly("refused");
  }

  @Test
  void leavesOtherEventsAlone() {
    IngestStrikes none = FaultPlanReader.parse("plan.yml", "seed: 1\n", null).ingestStrikes();

    planted(none).append(record(), delivery());

    assertThat(log.records()).hasSize(1);
    assertThat(forgetful.records()).isEmpty();
  }

  private FaultySourceLog planted(String fault) {
    return planted(
        FaultPlanReader.parse(
                "plan.yml", "seed: 1\nfaults: [{fault: " + fault + ", rate: 1}]\n", null)
            .ingestStrikes());
  }

  private FaultySourceLog planted(IngestStrikes strikes) {
    return new FaultySourceLog(
        log,
        forgetful,
        strikes,
        new FaultMetrics(strikes.faults(), "source", new SimpleMeterRegistry()));
  }

  private static NewRecord record() {
    TraceContext trace = new TraceContext("a".repeat(32), "b".repeat(16), "00");
    return new NewRecord(
        "p.source",
        0,
        5,
        null,
        new byte[] {'1'},
        new RecordHeaders().add(HeaderNames.SOURCE, "/tests".getBytes(StandardCharsets.UTF_8)),
        "1",
        new MessageTrace(trace, SpanContext.getInvalid(), SpanContext.getInvalid(), null));
  }

  private Delivery delivery() {
    return new Delivery() {
      @Override
      public void acknowledged(long offset) {
        told.add("acknowledged " + offset);
      }

      @Override
      public void refused(Rejection why) {
        told.add("refused");
      }

      @Override
      public void uncertain(String why) {
        told.add("uncertain");
      }
    };
  }
}
