package io.streamproof.audit.catalogue;

import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pipeline under audit; {@code id} is its key in the ledger. */
public record AuditedPipeline(
    short id, PipelineSpecification specification, List<AuditedStage> stages) {
  public AuditedPipeline {
    stages = List.copyOf(stages);
  }

  public String name() {
    return specification.name();
  }

  /** Every topic of the pipeline with its number of partitions. */
  public Map<String, Integer> topics() {
    Map<String, Integer> topics = new LinkedHashMap<>();
    topics.put(specification.sourceTopic(), specification.partitions());
    topics.put(specification.claimsTopic(), specification.partitions());
    for (AuditedStage stage : stages) {
      topics.put(stage.outputTopic(), specification.partitionsOf(stage.outputTopic()));
      topics.put(stage.deadLetterTopic(), specification.partitionsOf(stage.deadLetterTopic()));
    }
    return topics;
  }

  /** The part that one of its topics plays. */
  public TopicRole role(String topic) {
    return new TopicRole(
        this,
        topic,
        stages.stream().filter(stage -> stage.outputTopic().equals(topic)).toList(),
        stages.stream().filter(stage -> stage.deadLetterTopic().equals(topic)).toList(),
        stages.stream().filter(stage -> stage.sourceTopic().equals(topic)).toList());
  }
}
