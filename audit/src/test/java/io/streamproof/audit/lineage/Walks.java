package io.streamproof.audit.lineage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.lineage.Lineage.WalkDirection;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.replay.MemorySnapshotStore;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A pipeline on topics in memory, and walks through it. */
final class Walks {
  static final Contributors.PageRequest PAGE = new Contributors.PageRequest(-1, 10);

  final AuditedPipeline pipeline;
  final MemoryTopicLog topics = new MemoryTopicLog();
  private final SettledRepository repository = new SettledRepository();
  private final Lineage lineage = new Lineage(topics, MemorySnapshotStore.empty(), repository);

  Walks(String specification, CustomOperators custom) {
    this.pipeline = Examples.audited("walk.yml", specification, custom);
  }

  Walks(String specification) {
    this(specification, CustomOperators.NONE);
  }

  /** Orders that are completed with the profiles of their customers. */
  static Walks lookup() {
    return new Walks(
        """
        name: walk
        partitions: 1
        source: {key: data.key}
        stages:
          - name: completed
            lookup: {keep: profile, complete: order, as: profile, otherwise: drop}
        """);
  }

  /** Appends an event to partition 0 of the source. */
  SourceRecord event(String type, String key, long millis, String payload) {
    return event(type, key, millis, payload, "id-" + source().size());
  }

  SourceRecord event(String type, String key, long millis, String payload, String id) {
    Headers headers = new RecordHeaders();
    headers.add(HeaderNames.TRACEPARENT, Examples.TRACE.getBytes(UTF_8));
    headers.add(HeaderNames.TYPE, type.getBytes(UTF_8));
    headers.add(HeaderNames.ID, id.getBytes(UTF_8));
    headers.add(HeaderNames.SOURCE, "/till".getBytes(UTF_8));
    SourceRecord record =
        new SourceRecord(
            "walk.source",
            0,
            source().size(),
            millis,
            key.getBytes(UTF_8),
            payload.getBytes(UTF_8),
            headers);
    topics.append(record);
    return record;
  }

  /** Runs every stage on what stands in its source. */
  void run() {
    pipeline.stages().forEach(topics::run);
  }

  List<SourceRecord> source() {
    return topics.of(new TopicPartition("walk.source", 0));
  }

  /** What stands in all partitions of a topic. */
  List<SourceRecord> in(String topic) {
    return IntStream.range(0, pipeline.specification().partitionsOf(topic))
        .mapToObj(p -> topics.of(new TopicPartition(topic, p)))
        .flatMap(List::stream)
        .toList();
  }

  LineageStep back(SourceRecord record) {
    return back(record, PAGE);
  }

  LineageStep back(SourceRecord record, Contributors.PageRequest page) {
    return lineage.of(pipeline, place(record), WalkDirection.BACK, page);
  }

  /** What the first stage that reads the record made of it. */
  LineageHop forward(SourceRecord record) {
    return lineage.of(pipeline, place(record), WalkDirection.FORWARD, PAGE).hops().get(0);
  }

  /** Settles only what stands before a source offset. */
  void settledThrough(long offset) {
    repository.settledThrough = offset;
  }

  /** Has the ledger know of a record that stands where nobody would look. */
  void stray(SourceRecord record) {
    repository.misplaced.add(place(record));
  }

  static RecordPlace place(SourceRecord record) {
    return new RecordPlace(record.topic(), record.partition(), record.offset());
  }

  static String text(SourceRecord record) {
    return new String(Objects.requireNonNull(record.value()), UTF_8);
  }
}
