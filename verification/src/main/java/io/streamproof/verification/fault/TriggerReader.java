package io.streamproof.verification.fault;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads when an operation begins: the property that tells the form, and those that go with it. */
final class TriggerReader {
  private static final Map<String, List<String>> FORMS = forms();
  private static final String MEND =
      "write {stage, committed}, {stage, settled}, {topic, partition, offset}, {source},"
          + " {during}, {healing}, {after}, or a list of these";

  private static final long MOST = 1_000_000_000_000L;
  private static final int MOST_PARTITIONS = 100_000;

  private TriggerReader() {}

  private static Map<String, List<String>> forms() {
    Map<String, List<String>> forms = new LinkedHashMap<>();
    forms.put("committed", List.of("committed", "stage"));
    forms.put("settled", List.of("settled", "stage"));
    forms.put("offset", List.of("offset", "topic", "partition"));
    forms.put("source", List.of("source"));
    forms.put("during", List.of("during"));
    forms.put("healing", List.of("healing"));
    forms.put("after", List.of("after"));
    return forms;
  }

  /**
   * Reads it; null, with the problem told, if it cannot be used.
   *
   * @param others the operations to which it may refer
   */
  static @Nullable Trigger read(
      YamlValue value, PipelineSpecification pipeline, Set<String> others) {
    return value.node() instanceof SequenceNode
        ? all(value, pipeline, others)
        : one(value, pipeline, others);
  }

  private static @Nullable Trigger all(
      YamlValue value, PipelineSpecification pipeline, Set<String> others) {
    List<YamlValue> elements = Objects.requireNonNull(value.list());
    List<Trigger> triggers =
        elements.stream()
            .map(element -> one(element, pipeline, others))
            .filter(Objects::nonNull)
            .toList();
    return triggers.size() == elements.size() ? new Trigger.All(triggers) : null;
  }

  private static @Nullable Trigger one(
      YamlValue value, PipelineSpecification pipeline, Set<String> others) {
    for (Map.Entry<String, List<String>> form : FORMS.entrySet()) {
      if (value.peek(form.getKey()) != null) {
        YamlMapping properties = value.mapping(form.getValue());
        return properties == null
            ? null
            : read(form.getKey(), new Fields(properties), pipeline, others);
      }
    }
    value.problem(value.name() + " has none of the known forms", MEND);
    return null;
  }

  private static @Nullable Trigger read(
      String form, Fields fields, PipelineSpecification pipeline, Set<String> others) {
    List<String> stages = pipeline.stages().stream().map(StageSpecification::name).toList();
    return fields.whole(
        switch (form) {
          case "committed" ->
              new Trigger.Committed(
                  fields.named("stage", stages), fields.number("committed", 0, MOST));
          case "settled" ->
              new Trigger.Settled(fields.named("stage", stages), fields.number("settled", 0, MOST));
          case "offset" ->
              new Trigger.Reached(
                  fields.named("topic", topics(pipeline)),
                  Math.toIntExact(fields.number("partition", 0, MOST_PARTITIONS)),
                  fields.number("offset", 0, MOST));
          case "source" -> new Trigger.Arrived(fields.number("source", 0, MOST));
          case "during" -> new Trigger.During(fields.named("during", others));
          case "healing" -> new Trigger.Healing(fields.named("healing", others));
          default -> new Trigger.After(fields.named("after", others));
        });
  }

  /** The topics of a pipeline, without its name: the source, and what stages emit. */
  static List<String> topics(PipelineSpecification pipeline) {
    int prefix = pipeline.name().length() + 1;
    return Stream.concat(
            Stream.of(pipeline.sourceTopic()),
            pipeline.stages().stream().map(pipeline::outputTopic))
        .distinct()
        .map(topic -> topic.substring(prefix))
        .toList();
  }
}
