package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Repeats a lookup from the record that was kept last for the key: the stretch before the record is
 * read backwards, in growing pages, until there is one that the stage could keep.
 */
record LookupReplay(BoundedReader reader, AuditedStage stage, String keep) {
  private static final int FIRST_STRETCH = 1_000;
  private static final int LONGEST_STRETCH = 50_000;

  ReplayedEmissions replay(SourceRecord record) {
    TopicPartition source = new TopicPartition(record.topic(), record.partition());
    ReferenceStage reference = new ReferenceStage(stage.stage());
    if (record.key() == null || isKept(record)) {
      return ReplayedEmissions.surely(reference.process(record), null);
    }
    SourceRecord[] kept = new SourceRecord[1];
    long to = record.offset();
    for (long stretch = FIRST_STRETCH; to > 0 && kept[0] == null; ) {
      reader.requireThere(source, to - 1);
      long from = Math.max(Math.max(0, to - stretch), reader.beginning(source));
      reader.visitAll(
          source,
          from,
          to,
          earlier -> {
            if (Arrays.equals(earlier.key(), record.key())
                && isKept(earlier)
                && reference.process(earlier).stream().noneMatch(OutputRecord::deadLetter)) {
              kept[0] = earlier;
            }
          });
      to = from;
      stretch = Math.min(2 * stretch, LONGEST_STRETCH);
    }
    List<OutputRecord> outputs = reference.process(record);
    if (kept[0] == null) {
      return ReplayedEmissions.surely(outputs, null);
    }
    ContributorPage joined = new ContributorPage(new Contributors.PageRequest(-1, 1));
    joined.add(kept[0]);
    return ReplayedEmissions.surely(outputs, joined.of(Contributors.Role.JOINED, true));
  }

  private boolean isKept(SourceRecord record) {
    return Event.of(record, stage.pipeline().name()).type().equals(keep);
  }
}
