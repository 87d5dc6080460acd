package io.streamproof.audit.monitor;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.reconciliation.Judgement.ReadProgress;
import io.streamproof.audit.support.Examples;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Looks at a pipeline of one stage, {@code paid}, whose source has two partitions. */
final class PollFixture {
  static final AuditedPipeline PIPELINE =
      Examples.audited(
          "shop.yml",
          """
          name: shop
          partitions: 2
          stallAfter: 10s
          stages: [{name: paid, filter: data.x > 0}]
          """);
  static final TopicPartition FIRST = new TopicPartition("shop.source", 0);

  private final Map<TopicPartition, ReadProgress> read = new HashMap<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  /** The audit has read the source's first partition so far. */
  PollFixture read(long next, long lastRecord) {
    read.put(FIRST, new ReadProgress(next, lastRecord, null, null, null, null));
    return this;
  }

  PollFixture committed(long offset) {
    committed.put(FIRST, offset);
    return this;
  }

  PollFixture end(long offset) {
    ends.put(FIRST, offset);
    return this;
  }

  PipelinePoll at(Duration time) {
    return new PipelinePoll(
        time.toNanos(),
        Map.copyOf(read),
        Map.of((short) 1, Map.copyOf(committed)),
        Map.copyOf(ends));
  }
}
