package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Replays a deduplication from the duplicates of one event. One that was itself dropped does not
 * count, so the search goes back until no further duplicate is within the span of the oldest.
 */
record DeduplicationReplay(BoundedReader reader, AuditedStage stage, long spanMillis) {
  private static final int STEPS = 16;

  ReplayedEmissions replay(SourceRecord record) {
    TopicPartition source = new TopicPartition(record.topic(), record.partition());
    Event event = event(record);
    long[] oldest = {record.timestamp()};
    long from;
    long before;
    do {
      before = oldest[0];
      from = reader.firstSince(source, before - spanMillis);
      reader.requireAllSince(source, before - spanMillis);
      reader.visitAll(
          source,
          from,
          record.offset(),
          earlier -> {
            if (isSame(event, earlier)) {
              oldest[0] = Math.min(oldest[0], earlier.timestamp());
            }
          });
    } while (oldest[0] < before);
    return replay(record, event, source, from);
  }

  private ReplayedEmissions replay(
      SourceRecord record, Event event, TopicPartition source, long from) {
    ReferenceStage reference = new ReferenceStage(stage.stage());
    ContributorPage first = new ContributorPage(new Contributors.PageRequest(-1, 1));
    SourceRecord[] last = new SourceRecord[1];
    long[] steps = {Long.MIN_VALUE};
    long step = Math.max(1, spanMillis / STEPS);
    reader.visitAll(
        source,
        from,
        record.offset(),
        earlier -> {
          long now = Math.floorDiv(earlier.timestamp() - spanMillis, step);
          boolean same = isSame(event, earlier);
          if (same || now > steps[0]) {
            steps[0] = Math.max(steps[0], now);
            if (!reference.process(earlier).isEmpty() && same) {
              last[0] = earlier;
            }
          }
        });
    List<OutputRecord> outputs = reference.process(record);
    if (outputs.isEmpty() && last[0] != null) {
      first.add(last[0]);
      return ReplayedEmissions.surely(outputs, first.of(Contributors.Role.FIRST, true));
    }
    return ReplayedEmissions.surely(outputs, null);
  }

  private boolean isSame(Event event, SourceRecord record) {
    Event other = event(record);
    return other.id().equals(event.id()) && other.source().equals(event.source());
  }

  private Event event(SourceRecord record) {
    return Event.of(record, stage.pipeline().name());
  }
}
