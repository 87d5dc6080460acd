package io.streamproof.audit.tracing;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.Log;
import io.streamproof.audit.investigation.SuspectBlock.Range;
import io.streamproof.audit.tracing.HopLedger.Whereabouts;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.tally.Block;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** Finds what a stage has emitted for a source record, wherever it stands, in order of place. */
final class Emissions {
  private static final Comparator<SourceRecord> BY_PLACE =
      Comparator.comparing(SourceRecord::topic)
          .thenComparingInt(SourceRecord::partition)
          .thenComparingLong(SourceRecord::offset);

  private final Log log;
  private final HopLedger ledger;
  private final OriginSearch search;

  Emissions(Log log, HopLedger ledger) {
    this.log = log;
    this.ledger = ledger;
    this.search = new OriginSearch(log);
  }

  List<SourceRecord> of(AuditedStage stage, SourceRecord source) {
    int partition = source.partition();
    long offset = source.offset();
    Whereabouts where = ledger.whereabouts(stage, partition, Block.number(offset));
    Collection<SourceRecord> found = new TreeSet<>(BY_PLACE);
    for (Range range : where.ranges()) {
      log.visit(
          range.partition(),
          range.from(),
          range.to(),
          record -> {
            if (OriginSearch.follows(record, stage.name(), partition, offset)) {
              found.add(record);
            }
          });
    }
    if (!where.complete()) {
      for (String topic : List.of(stage.outputTopic(), stage.deadLetterTopic())) {
        for (int output = 0; output < stage.pipeline().partitionsOf(topic); output++) {
          found.addAll(
              search.find(new TopicPartition(topic, output), stage.name(), partition, offset));
        }
      }
    }
    return List.copyOf(found);
  }
}
