package io.streamproof.audit.investigation;

import static io.streamproof.audit.support.Examples.standing;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.investigation.SuspectBlock.OutputRange;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A block of a stage that makes many emissions of each event. */
final class ExplodedBlock {
  static final int EVENTS = 255;

  private static final String SPECIFICATION =
      """
      name: many
      partitions: 1
      stages:
        - name: parts
          flat-map: data.parts
      """;

  final MemoryTopicLog log = new MemoryTopicLog();

  /** What is to stand in the output, to be changed. */
  final List<SourceRecord> outputs = new ArrayList<>();

  private final AuditedStage parts = Examples.audited("many.yml", SPECIFICATION).stages().get(0);
  private final List<SourceRecord> events = new ArrayList<>();
  private Tally expected = Tally.ZERO;

  /** Runs the stage on events; the value of each emission has this length, and a little more. */
  ExplodedBlock(int emissions, int length) {
    String pad = "x".repeat(length);
    byte[] event =
        IntStream.range(0, emissions)
            .mapToObj(part -> "\"" + part + pad + "\"")
            .collect(Collectors.joining(",", "{\"parts\":[", "]}"))
            .getBytes(UTF_8);
    ReferenceStage reference = new ReferenceStage(parts.stage());
    for (long offset = 0; offset < EVENTS; offset++) {
      SourceRecord source =
          new SourceRecord(
              "many.source",
              0,
              offset,
              1_000 + offset,
              "a".getBytes(UTF_8),
              event,
              new RecordHeaders());
      events.add(source);
      for (OutputRecord output : reference.process(source)) {
        expected = expected.plus(ContentHash.expected(output));
        outputs.add(standing(output, outputs.size()));
      }
    }
  }

  /** Appends what else stands in the output. */
  void append(SourceRecord record, Origin origin) {
    SourceRecord appended =
        new SourceRecord(
            record.topic(),
            record.partition(),
            outputs.get(outputs.size() - 1).offset() + 1,
            record.timestamp(),
            record.key(),
            record.value(),
            new RecordHeaders(record.headers().toArray()));
    appended.headers().remove("streamproof-origin").add("streamproof-origin", origin.toBytes());
    outputs.add(appended);
  }

  /** Puts all into the log; the block as the ledger holds it then. */
  SuspectBlock fill() {
    events.forEach(log::append);
    outputs.forEach(log::append);
    TopicPartition output = new TopicPartition(parts.outputTopic(), 0);
    Tally observed =
        outputs.stream()
            .map(record -> ContentHash.observed(origin(record), record, false))
            .reduce(Tally.ZERO, Tally::plus);
    return new SuspectBlock(
        parts,
        0,
        0,
        Block.SIZE,
        0,
        EVENTS,
        expected,
        EVENTS - 1L,
        observed,
        0,
        EVENTS,
        List.of(new OutputRange(output, 0, log.end(output))));
  }

  static Origin origin(SourceRecord record) {
    return Objects.requireNonNull(record.origin());
  }

  /** How many emissions the findings of a conclusion are about. */
  static long affected(BlockConclusion conclusion) {
    return conclusion.findings().stream().mapToLong(finding -> finding.extent().affected()).sum();
  }
}
