package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.investigation.ReferenceCursor.SourceRange;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether the records with later origins, behind which others stand, are right. A forged one makes
 * nothing late. One record may have thousands behind it, in many blocks, so what was found out once
 * is remembered.
 */
final class LaterOrigins {
  private static final int MOST_REMEMBERED = 1_000;

  /** Records between two places that are read in one go. */
  private static final long NEARBY = 1_000;

  private static final Comparator<LaterOrigin> BY_PLACE =
      Comparator.<LaterOrigin, String>comparing(later -> later.place().topic())
          .thenComparingInt(later -> later.place().partition())
          .thenComparingLong(later -> later.place().offset());

  private final ReferenceCursor reference;
  private final Map<LaterOrigin, Boolean> remembered =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LaterOrigin, Boolean> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  LaterOrigins(ReferenceCursor reference) {
    this.reference = reference;
  }

  /** A record that bears a later origin, by its place. */
  record LaterOrigin(short stageId, EmissionKey emission, RecordPlace place) {}

  /** Which of some records are right, in whatever partition and whatever their trace. */
  Map<LaterOrigin, Boolean> areRight(
      TopicLog log, AuditedStage stage, int partition, Collection<LaterOrigin> asked) {
    Map<LaterOrigin, Boolean> right = new HashMap<>();
    List<LaterOrigin> unknown = new ArrayList<>();
    for (LaterOrigin later : asked) {
      Boolean known = remembered.get(later);
      if (known == null) {
        unknown.add(later);
      } else {
        right.put(later, known);
      }
    }
    if (!unknown.isEmpty()) {
      Map<LaterOrigin, Tally> standing = standing(log, stage, unknown);
      Map<EmissionKey, Tally> expected = expected(log, stage, partition, unknown);
      for (LaterOrigin later : unknown) {
        Tally there = standing.get(later);
        boolean isRight = there != null && there.equals(expected.get(later.emission()));
        right.put(later, isRight);
        remembered.put(later, isRight);
      }
    }
    return right;
  }

  /** The content hashes of the records that do bear these origins. */
  private static Map<LaterOrigin, Tally> standing(
      TopicLog log, AuditedStage stage, List<LaterOrigin> asked) {
    List<LaterOrigin> sorted = asked.stream().sorted(BY_PLACE).toList();
    Map<LaterOrigin, Tally> standing = new HashMap<>();
    int begin = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      if (i == sorted.size() || !areNear(sorted.get(i - 1).place(), sorted.get(i).place())) {
        read(log, stage, sorted.subList(begin, i), standing);
        begin = i;
      }
    }
    return standing;
  }

  private static boolean areNear(RecordPlace one, RecordPlace next) {
    return one.topicPartition().equals(next.topicPartition())
        && next.offset() - one.offset() < NEARBY;
  }

  private static void read(
      TopicLog log,
      AuditedStage stage,
      List<LaterOrigin> together,
      Map<LaterOrigin, Tally> standing) {
    TopicPartition output = together.get(0).place().topicPartition();
    Map<Long, LaterOrigin> byOffset = new HashMap<>();
    together.forEach(later -> byOffset.put(later.place().offset(), later));
    log.visitAll(
        output,
        together.get(0).place().offset(),
        together.get(together.size() - 1).place().offset() + 1,
        record -> {
          LaterOrigin later = byOffset.get(record.offset());
          Origin origin = record.origin();
          if (later != null && origin != null && bears(origin, stage, later)) {
            standing.put(later, new ObservedRecord(origin, record).contentTally(stage));
          }
        });
  }

  private static boolean bears(Origin origin, AuditedStage stage, LaterOrigin later) {
    return origin.stage().equals(stage.name()) && EmissionKey.of(origin).equals(later.emission());
  }

  private Map<EmissionKey, Tally> expected(
      TopicLog log, AuditedStage stage, int partition, List<LaterOrigin> asked) {
    Map<EmissionKey, Tally> expected = new HashMap<>();
    asked.forEach(later -> expected.put(later.emission(), Tally.ZERO));
    // What is not committed in the source has caused nothing.
    long end = log.stableEnd(new TopicPartition(stage.sourceTopic(), partition));
    long[] offsets =
        asked.stream()
            .mapToLong(later -> later.emission().offset())
            .filter(offset -> offset < end)
            .sorted()
            .distinct()
            .toArray();
    int begin = 0;
    for (int i = 1; i <= offsets.length; i++) {
      if (i == offsets.length || offsets[i] - offsets[i - 1] >= NEARBY) {
        SourceRange range =
            new SourceRange(stage, partition, offsets[begin], offsets[i - 1] + 1, false);
        reference.visit(
            log,
            range,
            () -> false,
            (cause, outputs) -> {
              outputs.forEach(output -> hash(output, expected));
              return true;
            });
        begin = i;
      }
    }
    return expected;
  }

  private static void hash(OutputRecord output, Map<EmissionKey, Tally> expected) {
    expected.computeIfPresent(
        EmissionKey.of(output), (emission, tally) -> ContentHash.expectedAnywhere(output));
  }
}
