package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.yaml.Problem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pipelines that run side by side share no name: neither their own, nor a consumer group, which is
 * {@code a-b-c} for stage {@code c} of {@code a-b} as for stage {@code b-c} of {@code a}.
 */
final class PipelineNames {
  private final List<Problem> problems;
  private final Map<String, Path> pipelines = new HashMap<>();
  private final Map<String, String> groups = new HashMap<>();

  PipelineNames(List<Problem> problems) {
    this.problems = problems;
  }

  void add(Path file, PipelineSpecification pipeline) {
    Path other = pipelines.putIfAbsent(pipeline.name(), file);
    if (other != null) {
      tell(file, "the pipeline \"" + pipeline.name() + "\" is also in " + other, "rename the one");
      return;
    }
    for (StageSpecification stage : pipeline.stages()) {
      String name = pipeline.name() + "/" + stage.name();
      String same = groups.putIfAbsent(pipeline.group(stage), name);
      if (same != null) {
        String group = pipeline.group(stage);
        String what = name + " and " + same + " would share the consumer group " + group;
        tell(file, what, "rename the one stage");
      }
    }
  }

  private void tell(Path file, String what, String mend) {
    problems.add(new Problem(file.toString(), 1, what, mend));
  }
}
