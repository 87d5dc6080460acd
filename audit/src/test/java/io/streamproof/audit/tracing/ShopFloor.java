package io.streamproof.audit.tracing;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.lineage.EmissionLocator;
import io.streamproof.audit.lineage.SettledRepository;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.support.Examples;
import io.streamproof.audit.tracing.TraceRebuilder.RebuiltTrace;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Traces;
import io.streamproof.pipeline.trace.StageSpans;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** One order on its way through the example pipeline, and what a test makes of it. */
final class ShopFloor {
  static final Instant FOUND = Instant.parse("2026-01-01T00:00:10Z");
  static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final long EMITTED =
      ChronoUnit.MICROS.between(Instant.EPOCH, FOUND.minusSeconds(5));

  final AuditedPipeline shop = Examples.shop();
  final AuditedStage large = shop.stages().get(0);
  final AuditedStage spent = shop.stages().get(1);
  final MemoryTopicLog topics = new MemoryTopicLog();
  final SettledRepository repository = new SettledRepository();

  /** A client's order, its trace recorded or not. */
  SourceRecord source(String flags) {
    SourceRecord order = order(0, 0, "ada", 20);
    order.headers().remove(HeaderNames.TRACEPARENT);
    order
        .headers()
        .add(
            HeaderNames.TRACEPARENT,
            ("00-" + TRACE_ID + "-b7ad6b7169203331-" + flags).getBytes(UTF_8));
    topics.append(order);
    return order;
  }

  /** What a stage emits for a record; it stands nowhere yet. */
  static OutputRecord output(AuditedStage stage, SourceRecord record) {
    return new ReferenceStage(stage.stage()).process(record).get(0);
  }

  /** Has an emission stand at an offset. */
  SourceRecord stand(OutputRecord output, long offset) {
    return stand(output, output.partition(), offset, output.headers(EMITTED));
  }

  SourceRecord stand(OutputRecord output, int partition, long offset, Headers headers) {
    SourceRecord record = standing(output, partition, offset, headers);
    topics.append(record);
    return record;
  }

  static Headers headers(OutputRecord output) {
    return output.headers(EMITTED);
  }

  RebuiltTrace rebuild(TracedFinding finding) {
    return new TraceRebuilder(new EmissionLocator(topics, repository), repository)
        .rebuild(shop, finding);
  }

  static TracedFinding finding(
      FindingKind kind,
      String stage,
      @Nullable EmissionKey cause,
      @Nullable SourceRecord observed) {
    return new TracedFinding(
        7,
        stage,
        kind,
        cause,
        observed == null
            ? null
            : new RecordPlace(observed.topic(), observed.partition(), observed.offset()),
        FOUND,
        FOUND,
        "why");
  }

  /** The id of the span in which a stage processes a record. */
  String processId(AuditedStage stage, SourceRecord record) {
    return new StageSpans(shop.specification(), stage.specification())
        .process(record, null)
        .trace()
        .spanId();
  }

  static String sendId(SourceRecord record) {
    return Traces.of(record).spanId();
  }
}
