package io.streamproof.audit.investigation;

import io.streamproof.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The topics as an investigation reads them: ranges of committed records. */
public interface Log {
  /** Visits the records with {@code from <= offset < to} that are still there, in order. */
  void visit(TopicPartition partition, long from, long to, Consumer<SourceRecord> visitor);

  /** The records with {@code from <= offset < to}; for ranges that are known to be short. */
  default List<SourceRecord> read(TopicPartition partition, long from, long to) {
    List<SourceRecord> records = new ArrayList<>();
    visit(partition, from, to, records::add);
    return records;
  }

  /** The first offset that is still there. */
  long beginning(TopicPartition partition);

  /** The offset behind the last one, open transactions included. */
  long end(TopicPartition partition);
}
