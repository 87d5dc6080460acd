package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.expression.ResultType;
import io.streamproof.pipeline.spec.Wiring.Wired;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a pipeline from the root of its document. */
final class PipelineReader {
  private static final List<String> KNOWN =
      List.of("name", "partitions", "latencyMax", "stallAfter", "guarantee", "source", "stages");
  private static final int MOST_STAGES = 1_000;

  private final @Nullable Set<String> customOperators;

  PipelineReader(@Nullable Set<String> customOperators) {
    this.customOperators = customOperators;
  }

  /** The pipeline; null if a problem was told that leaves none. */
  @Nullable PipelineSpecification read(YamlValue root) {
    YamlMapping pipeline = root.named("the pipeline").mapping(KNOWN);
    if (pipeline == null) {
      return null;
    }
    YamlValue name = pipeline.required("name", "give the pipeline one");
    String named = name == null ? null : name.read(Names::pipeline, Names.PIPELINE_NEEDED);
    int partitions = Partitions.read(pipeline.get("partitions"), 1);
    Pace pace = PaceReader.read(pipeline);
    YamlMapping source = source(pipeline.get("source"));
    List<Wired> wired = Wiring.of(stages(pipeline, partitions));
    GraphChecks.check(wired);
    KeyChecks.check(wired, source != null && source.get("key") != null);
    SourceSpecification read =
        new SourceSpecification(
            source == null ? null : ExpressionReader.read(source.get("key"), ResultType.KEY),
            source == null ? null : ExpressionReader.read(source.get("time"), ResultType.TIME));
    List<StageSpecification> stages =
        wired.stream()
            .map(stage -> stage.stage().complete(stage.source()))
            .filter(Objects::nonNull)
            .toList();
    return named == null ? null : SpecificationHash.complete(named, partitions, pace, read, stages);
  }

  private static @Nullable YamlMapping source(@Nullable YamlValue value) {
    return value == null ? null : value.named("the source").mapping(List.of("key", "time"));
  }

  private List<StageDraft> stages(YamlMapping pipeline, int partitions) {
    Guarantee guarantee = StageReader.guarantee(pipeline.get("guarantee"), Guarantee.EXACTLY_ONCE);
    YamlValue value = pipeline.required("stages", "list at least one stage");
    List<YamlValue> elements = value == null ? null : value.list();
    List<StageDraft> drafts = new ArrayList<>();
    if (value == null || elements == null) {
      return drafts;
    }
    if (elements.isEmpty() || elements.size() > MOST_STAGES) {
      value.problem(
          "the pipeline has " + elements.size() + " stages",
          "give it 1 to " + MOST_STAGES + " stages");
      return drafts;
    }
    StageReader reader = new StageReader(partitions, guarantee, customOperators);
    for (int i = 0; i < elements.size(); i++) {
      String name = elements.get(i).peek("name");
      String label = name == null ? "stage " + (i + 1) : "stage \"" + name + "\"";
      StageDraft draft = reader.read(elements.get(i).named(label));
      if (draft != null) {
        drafts.add(draft);
      }
    }
    return drafts;
  }
}
