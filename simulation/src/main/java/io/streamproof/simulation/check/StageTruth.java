package io.streamproof.simulation.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.simulation.broker.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a stage had to emit for one source partition, against what is in its outputs. Written apart
 * from the audit's own comparison, so that one may find the faults of the other.
 */
final class StageTruth {
  private final AuditedStage stage;
  private final Map<EmissionKey, OutputRecord> expected = new TreeMap<>();
  private final Map<EmissionKey, LogEntry> causes = new HashMap<>();
  private final Map<EmissionKey, List<LogEntry>> observed = new TreeMap<>();
  private final Map<EmissionKey, LogEntry> originals = new LinkedHashMap<>();
  private final Map<LogEntry, EmissionMatch> matches = new HashMap<>();
  private final List<TrueAnomaly> anomalies = new ArrayList<>();
  private final Predicate<LogEntry> counts;

  /**
   * Compares.
   *
   * @param inputs all that the stage had to process
   * @param outputs the records in its outputs that claim to follow from the same source partition,
   *     by partition and in order of offset
   * @param counts which of the records without a cause count by now
   */
  StageTruth(
      AuditedStage stage,
      List<LogEntry> inputs,
      Map<TopicPartition, List<LogEntry>> outputs,
      Predicate<LogEntry> counts) {
    this.stage = stage;
    this.counts = counts;
    ReferenceStage reference = new ReferenceStage(stage.stage());
    for (LogEntry input : inputs) {
      for (OutputRecord output : reference.process(input.record())) {
        expected.put(EmissionKey.of(output), output);
        causes.put(EmissionKey.of(output), input);
      }
    }
    outputs
        .values()
        .forEach(
            entries ->
                entries.forEach(
                    entry ->
                        observed
                            .computeIfAbsent(emission(entry), key -> new ArrayList<>())
                            .add(entry)));
    expected.forEach(this::compare);
    observed.forEach(this::unexpected);
    outputs.values().forEach(this::order);
  }

  private static EmissionKey emission(LogEntry entry) {
    return EmissionKey.of(Objects.requireNonNull(entry.origin()));
  }

  List<TrueAnomaly> anomalies() {
    return anomalies;
  }

  /** Whether a record is what was to be emitted, so that what follows from it is to be right. */
  boolean isOriginal(LogEntry entry) {
    return originals.get(emission(entry)) == entry;
  }

  private void compare(EmissionKey emission, OutputRecord wanted) {
    List<LogEntry> found =
        observed.getOrDefault(emission, List.of()).stream()
            .filter(entry -> counts.test(entry) || isAlone(emission))
            .sorted((left, right) -> match(left, wanted).compareTo(match(right, wanted)))
            .toList();
    LogEntry cause = Objects.requireNonNull(causes.get(emission));
    if (found.isEmpty()) {
      add(FindingKind.LOST, emission, wanted, cause.committedAt(), false);
      return;
    }
    originals.put(emission, found.get(0));
    find(found, wanted, EmissionMatch.MISROUTED, FindingKind.MISROUTED, emission);
    find(found, wanted, EmissionMatch.ALTERED, FindingKind.CORRUPTED, emission);
    if (match(found.get(0), wanted) == EmissionMatch.UNTRACED) {
      add(FindingKind.UNTRACED, emission, wanted, found.get(0).committedAt(), false);
    }
    List<LogEntry> alike = found.stream().filter(entry -> match(entry, wanted).isAlike()).toList();
    if (alike.size() > 1) {
      add(FindingKind.DUPLICATED, emission, wanted, alike.get(1).committedAt(), false);
    }
  }

  private boolean isAlone(EmissionKey emission) {
    return observed.getOrDefault(emission, List.of()).size() == 1;
  }

  private EmissionMatch match(LogEntry entry, OutputRecord wanted) {
    return matches.computeIfAbsent(entry, each -> EmissionMatch.of(each.record(), wanted));
  }

  private void find(
      List<LogEntry> found,
      OutputRecord wanted,
      EmissionMatch match,
      FindingKind kind,
      EmissionKey emission) {
    found.stream()
        .filter(entry -> match(entry, wanted) == match)
        .findFirst()
        .ifPresent(entry -> add(kind, emission, wanted, entry.committedAt(), false));
  }

  private void unexpected(EmissionKey emission, List<LogEntry> entries) {
    if (expected.containsKey(emission)) {
      return;
    }
    entries.stream()
        .filter(counts)
        .findFirst()
        .ifPresent(
            entry -> {
              SourceRecord record = entry.record();
              anomalies.add(
                  new TrueAnomaly(
                      FindingKind.PHANTOM,
                      stage.name(),
                      emission.origin(stage.name()),
                      emission.partition(),
                      emission.offset(),
                      text(record.key()),
                      record.timestamp(),
                      entry.committedAt(),
                      false));
            });
  }

  /**
   * Right records that are behind a later one that is right. Where the latest of all is wrong, that
   * may go unnoticed: what a wrong record says about the order is not to be trusted. One that is in
   * the wrong partition alone may be.
   */
  private void order(List<LogEntry> entries) {
    @Nullable EmissionKey latest = null;
    @Nullable EmissionKey latestRight = null;
    @Nullable EmissionKey latestCredible = null;
    for (LogEntry entry : entries) {
      EmissionKey emission = emission(entry);
      OutputRecord wanted = expected.get(emission);
      boolean isRight = wanted != null && match(entry, wanted).isAlike();
      boolean isCredible =
          isRight || (wanted != null && match(entry, wanted) == EmissionMatch.MISROUTED);
      if (isRight && isBefore(emission, latestCredible) && originals.get(emission) == entry) {
        boolean isSure = isBefore(emission, latestRight) && Objects.equals(latestRight, latest);
        add(
            FindingKind.REORDERED,
            emission,
            Objects.requireNonNull(wanted),
            entry.committedAt(),
            !isSure);
      }
      latest = later(latest, emission);
      latestRight = isRight ? later(latestRight, emission) : latestRight;
      latestCredible = isCredible ? later(latestCredible, emission) : latestCredible;
    }
  }

  private static boolean isBefore(EmissionKey emission, @Nullable EmissionKey latest) {
    return latest != null && emission.compareTo(latest) < 0;
  }

  private static EmissionKey later(@Nullable EmissionKey left, EmissionKey right) {
    return left == null || left.compareTo(right) < 0 ? right : left;
  }

  private void add(
      FindingKind kind, EmissionKey emission, OutputRecord wanted, long since, boolean isHidden) {
    anomalies.add(
        new TrueAnomaly(
            kind,
            stage.name(),
            emission.origin(stage.name()),
            emission.partition(),
            emission.offset(),
            text(wanted.key()),
            wanted.cause().timestamp(),
            since,
            isHidden));
  }

  private static @Nullable String text(byte @Nullable [] key) {
    return key == null ? null : new String(key, UTF_8);
  }

  static boolean isOf(AuditedStage stage, int partition, LogEntry entry) {
    @Nullable Origin origin = entry.origin();
    return origin != null && origin.stage().equals(stage.name()) && origin.partition() == partition;
  }
}
