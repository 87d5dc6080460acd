package io.streamproof.operator;

import io.streamproof.operator.host.UnusableException;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.pipeline.stage.Stage;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the stage that {@code streamproof.stage} names among the pipelines at hand. */
record StageSelection(List<PipelineSpecification> pipelines, CustomOperators custom) {
  StageSelection {
    pipelines = List.copyOf(pipelines);
  }

  /**
   * The stage, ready to process.
   *
   * @param wanted {@code <pipeline>/<stage>}
   * @throws UnusableException if there is no such stage, or its custom operator cannot be made
   */
  Stage select(@Nullable String wanted) {
    for (PipelineSpecification pipeline : pipelines) {
      for (StageSpecification stage : pipeline.stages()) {
        if (name(pipeline, stage).equals(wanted)) {
          return stage(pipeline, stage);
        }
      }
    }
    throw new UnusableException(
        wanted == null || wanted.isBlank()
            ? "It is not said which stage to run."
            : "There is no stage \"" + wanted + "\".",
        "Set streamproof.stage (STREAMPROOF_STAGE) to one of: " + available());
  }

  private Stage stage(PipelineSpecification pipeline, StageSpecification stage) {
    try {
      return Stage.of(pipeline, stage, custom);
    } catch (IllegalArgumentException e) {
      throw new UnusableException(
          "The operator of stage " + name(pipeline, stage) + " cannot be made: " + e.getMessage(),
          "Mend \"custom\" in the specification, or put the operator's jar on LOADER_PATH (in an image:"
              + " CLASSPATH).");
    }
  }

  private String available() {
    return pipelines.stream()
        .flatMap(pipeline -> pipeline.stages().stream().map(stage -> name(pipeline, stage)))
        .collect(Collectors.joining(", "));
  }

  private static String name(PipelineSpecification pipeline, StageSpecification stage) {
    return pipeline.name() + "/" + stage.name();
  }
}
