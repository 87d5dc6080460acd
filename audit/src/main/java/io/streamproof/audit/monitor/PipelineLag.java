package io.streamproof.audit.monitor;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.reconciliation.Judgement.ReadProgress;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What is left to be read, in offsets: the markers of transactions count as well. */
final class PipelineLag {
  private PipelineLag() {}

  /** Of the audit, per topic. */
  static Map<String, Long> ofAudit(AuditedPipeline pipeline, PipelinePoll poll) {
    Map<String, Long> lags = new HashMap<>();
    pipeline
        .topics()
        .forEach(
            (topic, count) ->
                lags.put(
                    topic,
                    PipelinePoll.partitions(topic, count).stream()
                        .mapToLong(each -> left(poll.end(each), poll.read(each).next()))
                        .sum()));
    return lags;
  }

  /** Of stages, by their names. */
  static Map<String, Long> ofStages(AuditedPipeline pipeline, PipelinePoll poll) {
    Map<String, Long> lags = new HashMap<>();
    for (AuditedStage stage : pipeline.stages()) {
      lags.put(
          stage.name(),
          PipelinePoll.sources(stage).stream()
              .mapToLong(source -> ofStage(stage, source, poll))
              .sum());
    }
    return lags;
  }

  /**
   * A stage that has committed past the last record that the audit has read has nothing to do with
   * the markers behind that record.
   */
  private static long ofStage(AuditedStage stage, TopicPartition source, PipelinePoll poll) {
    long committed = poll.committed(stage, source);
    ReadProgress read = poll.read(source);
    return left(
        poll.end(source),
        committed > read.lastRecord() ? Math.max(committed, read.next()) : committed);
  }

  private static long left(long end, long done) {
    return Math.max(0, end - done);
  }
}
