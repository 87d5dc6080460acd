package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.spec.Wiring.Wired;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold of the stages together: no cycle, all within reach, partitions that agree. */
final class GraphChecks {
  private final List<Wired> stages;
  private final Set<Wired> done = new HashSet<>();
  private final Set<Wired> circling = new HashSet<>();

  private GraphChecks(List<Wired> stages) {
    this.stages = stages;
  }

  static void check(List<Wired> stages) {
    GraphChecks checks = new GraphChecks(stages);
    for (Wired stage : stages) {
      checks.visit(stage, new LinkedHashSet<>());
    }
    checks.checkReach();
    checks.checkPartitions();
  }

  private void visit(Wired stage, Set<Wired> path) {
    if (path.contains(stage)) {
      tellCycle(stage, new ArrayList<>(path));
    } else if (!done.contains(stage)) {
      path.add(stage);
      readersOf(stage.stage().output()).forEach(reader -> visit(reader, path));
      path.remove(stage);
      done.add(stage);
    }
  }

  private void tellCycle(Wired first, List<Wired> path) {
    List<Wired> cycle = path.subList(path.indexOf(first), path.size());
    circling.addAll(cycle);
    StringBuilder names = new StringBuilder();
    cycle.forEach(stage -> names.append(stage.stage().name()).append(" → "));
    first
        .stage()
        .problem(
            "from",
            "is part of a cycle: " + names + first.stage().name(),
            "let one of them read from elsewhere, or write to another topic");
  }

  private void checkReach() {
    Set<String> topics = new LinkedHashSet<>(Set.of(PipelineSpecification.SOURCE));
    Set<Wired> reached = new HashSet<>();
    for (boolean more = true; more; ) {
      more = false;
      for (Wired stage : stages) {
        boolean reachable = stage.source() == null || topics.contains(stage.source());
        if (reachable && reached.add(stage)) {
          more = true;
          String output = stage.stage().output();
          if (output != null) {
            topics.add(output);
          }
        }
      }
    }
    stages.stream()
        .filter(stage -> !reached.contains(stage) && !circling.contains(stage))
        .forEach(
            stage ->
                stage
                    .stage()
                    .problem(
                        "from",
                        "can be reached by no event: nothing leads from the source to it",
                        "let it, or a stage before it, read from the source"));
  }

  private void checkPartitions() {
    Map<String, StageDraft> writers = new HashMap<>();
    for (Wired stage : stages) {
      StageDraft writer = stage.stage();
      String output = writer.output();
      StageDraft first = output == null ? null : writers.putIfAbsent(output, writer);
      if (first != null && first.partitions() != writer.partitions()) {
        writer.problem(
            "partitions",
            "writes to \"%s\" with %s partitions, and %s with %s"
                .formatted(
                    output, writer.partitions(), first.properties().name(), first.partitions()),
            "give all that write to one topic the same partitions");
      }
    }
  }

  private List<Wired> readersOf(@Nullable String topic) {
    return stages.stream().filter(stage -> topic != null && topic.equals(stage.source())).toList();
  }
}
