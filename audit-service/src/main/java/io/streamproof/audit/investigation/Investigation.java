package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.Evidence;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Cause;
import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.finding.Severity;
import io.streamproof.audit.investigation.Repetition.EvidenceGoneException;
import io.streamproof.audit.investigation.SuspectBlock.Range;
import io.streamproof.audit.observation.Suspicion;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is wrong in a block whose sides differ: repeats the reference on its source range,
 * reads its records in the outputs, and names each anomaly. To investigate a block twice gives the
 * same findings.
 */
public final class Investigation {
  private final Log log;
  private final Repetition repetition;
  private final KeyHistory history;

  public Investigation(Log log, Snapshots snapshots, KeyHistory history) {
    this.log = log;
    this.repetition = new Repetition(log, snapshots);
    this.history = history;
  }

  /** Investigates a block; {@code suspicions} are those about its records. */
  public Verdicts investigate(SuspectBlock block, List<Suspicion> suspicions) {
    try {
      return block.foreign() > 0
          ? unverifiable(
              block,
              "%d of its records were made under another specification than %s"
                  .formatted(block.foreign(), block.stage().pipeline().hash()))
          : compare(block, suspicions);
    } catch (EvidenceGoneException e) {
      return unverifiable(block, String.valueOf(e.getMessage()));
    }
  }

  private Verdicts compare(SuspectBlock block, List<Suspicion> suspicions) {
    List<OutputRecord> expected =
        expected(block.stage(), block.partition(), block.firstOffset(), block.settledEnd());
    List<Copy> observed = observed(block);
    Comparison comparison = new Comparison(expected, observed, block.cameLate());
    List<Anomaly> anomalies = new ArrayList<>(comparison.anomalies());
    for (Suspicion suspicion : suspicions) {
      outOfOrder(block, suspicion, expected, observed, comparison).ifPresent(anomalies::add);
    }
    if (anomalies.isEmpty() && !block.agrees()) {
      return unverifiable(block, "its tallies differ, yet each of its records is right");
    }
    return verdicts(block, expected, anomalies);
  }

  private List<OutputRecord> expected(AuditedStage stage, int partition, long from, long to) {
    List<OutputRecord> expected = new ArrayList<>();
    repetition.run(stage, partition, from, to, (record, outputs) -> expected.addAll(outputs));
    return expected;
  }

  /** The block's records in the outputs; those ahead of what is settled only if never to be. */
  private List<Copy> observed(SuspectBlock block) {
    List<Copy> copies = new ArrayList<>();
    long sourceEnd = log.end(block.source());
    for (Range range : block.ranges()) {
      log.visit(
          range.partition(),
          range.from(),
          range.to(),
          record -> copy(block, record, sourceEnd).ifPresent(copies::add));
    }
    return copies;
  }

  private static Optional<Copy> copy(SuspectBlock block, SourceRecord record, long sourceEnd) {
    Origin origin = record.origin();
    return origin != null && belongs(block, origin, sourceEnd)
        ? Optional.of(new Copy(origin, record))
        : Optional.empty();
  }

  private static boolean belongs(SuspectBlock block, Origin origin, long sourceEnd) {
    return origin.stage().equals(block.stage().name())
        && origin.partition() == block.partition()
        && Block.number(origin.offset()) == block.number()
        && (origin.offset() < block.settledThrough() || origin.offset() >= sourceEnd);
  }

  private Optional<Anomaly> outOfOrder(
      SuspectBlock block,
      Suspicion suspicion,
      List<OutputRecord> expected,
      List<Copy> observed,
      Comparison comparison) {
    Emission behind = new Emission(suspicion.behindOffset(), suspicion.behindIndex());
    return observed.stream()
        .filter(copy -> copy.place().equals(suspicion.place()))
        .filter(comparison::isOutOfOrder)
        .filter(copy -> isExpected(block, behind, expected))
        .findFirst()
        .map(
            copy ->
                new Anomaly(
                    Kind.REORDERED,
                    Emission.of(copy.origin()),
                    expectedOf(expected, Emission.of(copy.origin())),
                    copy,
                    "it stands behind %s:%d@%d#%d, which stands at offset %d already"
                        .formatted(
                            block.stage().name(),
                            block.partition(),
                            behind.offset(),
                            behind.index(),
                            suspicion.behindAt())));
  }

  /** Whether the later origin is a real one: a phantom makes nothing late. */
  private boolean isExpected(SuspectBlock block, Emission emission, List<OutputRecord> expected) {
    if (Block.number(emission.offset()) == block.number()) {
      return expectedOf(expected, emission) != null;
    }
    List<OutputRecord> elsewhere =
        expected(block.stage(), block.partition(), emission.offset(), emission.offset() + 1);
    return expectedOf(elsewhere, emission) != null;
  }

  private static @Nullable OutputRecord expectedOf(List<OutputRecord> expected, Emission emission) {
    return expected.stream()
        .filter(record -> Emission.of(record).equals(emission))
        .findFirst()
        .orElse(null);
  }

  private Verdicts verdicts(
      SuspectBlock block, List<OutputRecord> expected, List<Anomaly> anomalies) {
    KeyCases cases = new KeyCases(block.stage(), block.partition(), history, rightBetween(block));
    List<Anomaly> own = new ArrayList<>(anomalies);
    if (block.stage().stage().stateful()) {
      own.removeAll(partsOfCases(expected, anomalies, cases));
    }
    List<Finding> findings = new ArrayList<>();
    for (Anomaly anomaly : own) {
      findings.add(finding(block, anomaly, cases, anomalies.indexOf(anomaly)));
    }
    boolean violated =
        !cases.worsened().isEmpty()
            || findings.stream().anyMatch(f -> isViolation(block.stage(), f.kind()));
    return new Verdicts(
        violated ? "VIOLATED" : "PROVEN", findings, cases.worsened(), cases.closed());
  }

  /** Goes through the emissions in order; gives the anomalies that belong to an earlier case. */
  private static List<Anomaly> partsOfCases(
      List<OutputRecord> expected, List<Anomaly> anomalies, KeyCases cases) {
    List<Anomaly> parts = new ArrayList<>();
    for (OutputRecord record : expected) {
      Emission emission = Emission.of(record);
      Optional<Anomaly> wrong =
          anomalies.stream().filter(a -> a.emission().equals(emission)).findFirst();
      if (wrong.isEmpty()) {
        cases.right(record.key());
      } else if (wrong.get().kind() == Kind.CORRUPTED
          && !cases.wrong(record.key(), emission.offset(), anomalies.indexOf(wrong.get()))) {
        parts.add(wrong.get());
      }
    }
    return parts;
  }

  private KeyCases.RightBetween rightBetween(SuspectBlock block) {
    return (key, after, before) -> {
      boolean[] found = {false};
      repetition.run(
          block.stage(),
          block.partition(),
          after + 1,
          Math.min(before, block.firstOffset()),
          (record, outputs) ->
              found[0] |= outputs.stream().anyMatch(o -> Arrays.equals(o.key(), key)));
      return found[0];
    };
  }

  private static boolean isViolation(AuditedStage stage, Kind kind) {
    return kind.severity(stage.specification().guarantee()) == Severity.VIOLATION;
  }

  private static Finding finding(SuspectBlock block, Anomaly anomaly, KeyCases cases, int number) {
    OutputRecord expected = anomaly.expected();
    Copy observed = anomaly.observed();
    Emission emission = anomaly.emission();
    byte[] key =
        expected != null ? expected.key() : observed == null ? null : observed.record().key();
    List<Long> grown = cases.grown(number);
    return new Finding(
        block.stage().pipelineId(),
        block.stage().name(),
        grown.isEmpty() ? anomaly.kind() : Kind.DIVERGED,
        block.stage().name()
            + ":"
            + block.partition()
            + "@"
            + emission.offset()
            + "#"
            + emission.index(),
        new Cause(block.partition(), emission.offset(), emission.index()),
        observed == null ? null : observed.place(),
        key,
        expected != null
            ? expected.trace().traceId()
            : observed == null ? null : observed.traceId(),
        expected != null
            ? Long.valueOf(expected.cause().timestamp())
            : observed == null ? null : Long.valueOf(observed.record().timestamp()),
        1 + grown.size(),
        cases.isOngoing(key, number),
        grown.isEmpty()
            ? emission.offset()
            : Long.max(emission.offset(), grown.get(grown.size() - 1)),
        anomaly.detail(),
        expected == null ? null : Evidence.of(expected),
        observed == null ? null : Evidence.of(observed.record()));
  }

  private static Verdicts unverifiable(SuspectBlock block, String why) {
    Finding finding =
        new Finding(
            block.stage().pipelineId(),
            block.stage().name(),
            Kind.UNVERIFIABLE,
            block.identity(),
            new Cause(block.partition(), block.firstOffset(), 0),
            null,
            null,
            null,
            null,
            1,
            false,
            null,
            why,
            null,
            null);
    return new Verdicts("UNVERIFIABLE", List.of(finding), Map.of(), List.of());
  }
}
