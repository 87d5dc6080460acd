package io.streamproof.audit.catalogue;

import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.pipeline.stage.Stage;
import java.util.ArrayList;
import java.util.List;

/** Gives pipelines and stages their keys in the ledger. */
public interface PipelineRegister {
  /** The key of a pipeline; notes the hash of its specification. */
  short pipeline(String name, String specification);

  short stage(short pipelineId, String name);

  /** The pipeline as it is audited; it may have been entered before. */
  default AuditedPipeline enter(PipelineSpecification specification, CustomOperators custom) {
    short id = pipeline(specification.name(), specification.hash());
    List<AuditedStage> stages = new ArrayList<>();
    for (StageSpecification stage : specification.stages()) {
      stages.add(
          new AuditedStage(stage(id, stage.name()), id, Stage.of(specification, stage, custom)));
    }
    return new AuditedPipeline(id, specification, stages);
  }
}
