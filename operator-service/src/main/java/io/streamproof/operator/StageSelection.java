package io.streamproof.operator;

import io.streamproof.operator.host.UnusableException;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.pipeline.stage.Stage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the stages that {@code streamproof.stage} names among the given pipelines. */
record StageSelection(List<PipelineSpecification> pipelines, CustomOperators custom) {
  StageSelection {
    pipelines = List.copyOf(pipelines);
  }

  /** A stage and its pipeline, before its operator is created. */
  private record Candidate(PipelineSpecification pipeline, StageSpecification stage) {
    String name() {
      return pipeline.name() + "/" + stage.name();
    }

    boolean isNamedBy(StageName name) {
      return name.pipeline().equals(pipeline.name())
          && (name.isEveryStage() || name.stage().equals(stage.name()));
    }
  }

  /**
   * The stages, ready to process, each once and in the order in which they are named.
   *
   * @param wanted the value of {@code streamproof.stage}
   * @throws UnusableException if a name matches no stage, or a custom operator cannot be created
   */
  List<Stage> select(@Nullable String wanted) {
    List<StageName> names = StageName.parse(wanted);
    if (names.isEmpty()) {
      throw unusable("streamproof.stage does not say which stage to run.");
    }
    Set<Candidate> selected = new LinkedHashSet<>();
    for (StageName name : names) {
      List<Candidate> matches =
          candidates().filter(candidate -> candidate.isNamedBy(name)).toList();
      if (matches.isEmpty()) {
        throw unusable("There is no stage \"" + name + "\".");
      }
      selected.addAll(matches);
    }
    return selected.stream().map(this::stage).toList();
  }

  private Stage stage(Candidate candidate) {
    try {
      return Stage.of(candidate.pipeline(), candidate.stage(), custom);
    } catch (IllegalArgumentException e) {
      throw new UnusableException(
          "The operator of stage " + candidate.name() + " cannot be made: " + e.getMessage(),
          "Correct \"custom\" in the specification, or put the operator's jar on LOADER_PATH (in an"
              + " image: CLASSPATH).");
    }
  }

  private Stream<Candidate> candidates() {
    return pipelines.stream()
        .flatMap(pipeline -> pipeline.stages().stream().map(s -> new Candidate(pipeline, s)));
  }

  private UnusableException unusable(String message) {
    return new UnusableException(
        message,
        "Set streamproof.stage (STREAMPROOF_STAGE) to one of: "
            + candidates().map(Candidate::name).collect(Collectors.joining(", "))
            + "; or to several of them, separated by commas; or to <pipeline>/* for all of a"
            + " pipeline.");
  }
}
