package io.streamproof.verification.scenario;

import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.verification.stack.TopicReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What stands in topics, read from the first record to the present end; each topic once. */
final class Logs {
  private final String brokers;
  private final Map<String, List<List<SourceRecord>>> committed = new HashMap<>();
  private final Map<String, Long> counts = new HashMap<>();

  Logs(String brokers) {
    this.brokers = brokers;
  }

  /** A topic's committed records, by partition, in order. */
  List<List<SourceRecord>> committed(String topic) {
    return committed.computeIfAbsent(topic, name -> read(new TopicReader(brokers), name));
  }

  /** A topic's records, those of aborted transactions included. */
  List<List<SourceRecord>> all(String topic) {
    return read(TopicReader.ofAll(brokers), topic);
  }

  /** How many committed records a topic has; none of them is kept. */
  long count(String topic) {
    return counts.computeIfAbsent(topic, name -> new TopicReader(brokers).count(name));
  }

  /** The origins of all that stands in a stage's topics and is its own. */
  List<Origin> origins(PipelineSpecification pipeline, StageSpecification stage) {
    return Stream.of(pipeline.outputTopic(stage), pipeline.deadLetterTopic(stage))
        .flatMap(topic -> committed(topic).stream())
        .flatMap(List::stream)
        .map(SourceRecord::origin)
        .filter(Objects::nonNull)
        .filter(origin -> origin.stage().equals(stage.name()))
        .toList();
  }

  private static List<List<SourceRecord>> read(TopicReader reader, String topic) {
    List<List<SourceRecord>> partitions = new ArrayList<>();
    reader.read(
        topic,
        record -> {
          while (partitions.size() <= record.partition()) {
            partitions.add(new ArrayList<>());
          }
          partitions.get(record.partition()).add(SourceRecord.of(record));
        });
    return partitions;
  }
}
