package io.streamproof.audit.catalogue;

import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.pipeline.stage.Stage;
import java.util.ArrayList;
import java.util.List;

/** Enters pipelines into the ledger, and gives them their keys there. */
public final class Catalogue {
  private final Register register;

  public Catalogue(Register register) {
    this.register = register;
  }

  /** Where pipelines and stages have their keys. */
  public interface Register {
    short pipeline(String name, String specification);

    short stage(short pipelineId, String name);
  }

  /** The pipeline as it is audited; it may have been entered before. */
  public AuditedPipeline enter(PipelineSpecification specification, CustomOperators custom) {
    short id = register.pipeline(specification.name(), specification.hash());
    List<AuditedStage> stages = new ArrayList<>();
    for (StageSpecification stage : specification.stages()) {
      stages.add(
          new AuditedStage(
              register.stage(id, stage.name()), id, Stage.of(specification, stage, custom)));
    }
    return new AuditedPipeline(id, specification, stages);
  }
}
