package io.streamproof.pipeline.fault;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.pipeline.yaml.NearestName;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the stage at which something is to go wrong. */
final class StageReader {
  private final @Nullable PipelineSpecification pipeline;

  /** A reader of the pipeline's stages; null: of any. */
  StageReader(@Nullable PipelineSpecification pipeline) {
    this.pipeline = pipeline;
  }

  /** The stage; null, with the problem told, if it is not said or not there. */
  @Nullable String read(YamlMapping fault) {
    YamlValue value = fault.required("stage", "name the stage at which it strikes");
    String stage = value == null ? null : value.text();
    if (value == null || stage == null || pipeline == null) {
      return stage;
    }
    List<String> known = pipeline.stages().stream().map(StageSpecification::name).toList();
    if (known.contains(stage)) {
      return stage;
    }
    value.problem(
        "the pipeline \"" + pipeline.name() + "\" has no stage \"" + stage + "\"",
        NearestName.mend(stage, known));
    return null;
  }
}
