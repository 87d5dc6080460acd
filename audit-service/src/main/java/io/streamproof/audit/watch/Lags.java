package io.streamproof.audit.watch;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.reconciliation.Progress;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What is left to be read, in offsets: the markers of transactions count as well. */
final class Lags {
  private Lags() {}

  /** Of the audit, per topic. */
  static Map<String, Long> ofAudit(AuditedPipeline pipeline, Look look) {
    Map<String, Long> lags = new HashMap<>();
    pipeline
        .topics()
        .forEach(
            (topic, count) ->
                lags.put(
                    topic,
                    Look.partitions(topic, count).stream()
                        .mapToLong(each -> left(look.end(each), look.read(each).next()))
                        .sum()));
    return lags;
  }

  /** Of stages, by their names. */
  static Map<String, Long> ofStages(AuditedPipeline pipeline, Look look) {
    Map<String, Long> lags = new HashMap<>();
    for (AuditedStage stage : pipeline.stages()) {
      lags.put(
          stage.name(),
          Look.sources(stage).stream().mapToLong(source -> ofStage(stage, source, look)).sum());
    }
    return lags;
  }

  /**
   * A stage that has committed past the last record that the audit has read has nothing to do with
   * the markers behind that record.
   */
  private static long ofStage(AuditedStage stage, TopicPartition source, Look look) {
    long committed = look.committed(stage, source);
    Progress read = look.read(source);
    return left(
        look.end(source),
        committed > read.lastRecord() ? Math.max(committed, read.next()) : committed);
  }

  private static long left(long end, long done) {
    return Math.max(0, end - done);
  }
}
