package io.streamproof.audit.catalogue;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.pipeline.stage.Stage;

/** A stage under audit; {@code id} is its key in the ledger. */
public record AuditedStage(short id, short pipelineId, Stage stage) {
  public String name() {
    return stage.name();
  }

  public PipelineSpecification pipeline() {
    return stage.pipeline();
  }

  public StageSpecification specification() {
    return stage.specification();
  }

  public String sourceTopic() {
    return pipeline().sourceTopic(specification());
  }

  public int sourcePartitions() {
    return pipeline().partitionsOf(sourceTopic());
  }

  public String outputTopic() {
    return pipeline().outputTopic(specification());
  }

  public String deadLetterTopic() {
    return pipeline().deadLetterTopic(specification());
  }

  public String group() {
    return pipeline().group(specification());
  }
}
