package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.yaml.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which topic each stage reads, by the names that {@code from} and {@code to} give. */
final class Wiring {
  private final Map<String, StageDraft> stages = new LinkedHashMap<>();
  private final Set<String> topics = new LinkedHashSet<>();

  /** A stage and the name of the topic that it reads; null if that is not known. */
  record Wired(StageDraft stage, @Nullable String source) {}

  /** Resolves the names of all stages, and tells those that are unknown, or given twice. */
  static List<Wired> of(List<StageDraft> drafts) {
    Wiring wiring = new Wiring();
    List<StageDraft> named = drafts.stream().map(wiring::register).toList();
    List<Wired> wired = new ArrayList<>();
    String before = PipelineSpecification.SOURCE;
    for (StageDraft draft : named) {
      wired.add(new Wired(draft, wiring.source(draft, before)));
      before = draft.output();
    }
    return wired;
  }

  /** Gives the stage back, nameless if its name was taken: it stands for no topic then. */
  private StageDraft register(StageDraft draft) {
    if (draft.name() != null && stages.putIfAbsent(draft.name(), draft) != null) {
      draft.problem("name", "has the name of another", "give each stage a name of its own");
      return draft.nameless();
    }
    if (draft.output() != null) {
      topics.add(draft.output());
    }
    return draft;
  }

  private @Nullable String source(StageDraft draft, @Nullable String before) {
    if (draft.properties().get("from") == null) {
      return before;
    }
    String from = draft.from();
    if (from == null || from.equals(PipelineSpecification.SOURCE)) {
      return from;
    }
    StageDraft named = stages.get(from);
    if (named == null) {
      return topic(draft, from);
    }
    String output = named.output();
    if (topics.contains(from) && output != null && !output.equals(from)) {
      draft.problem(
          "from",
          "reads from \"%s\", which is a stage that writes to \"%s\", and another stage's topic"
              .formatted(from, output),
          "rename the one or the other");
    }
    return output;
  }

  private @Nullable String topic(StageDraft draft, String from) {
    if (topics.contains(from)) {
      return from;
    }
    List<String> known =
        Stream.of(List.of(PipelineSpecification.SOURCE), stages.keySet(), topics)
            .flatMap(names -> names.stream())
            .distinct()
            .toList();
    draft.problem(
        "from",
        "reads from \"" + from + "\", which nothing is named",
        NearestName.mend(from, known));
    return null;
  }
}
