package io.streamproof.audit.http;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The pipelines that this service audits, by the names that calls give. */
@Component
final class AuditedPipelines {
  private final List<PipelineSpecification> pipelines;

  AuditedPipelines(List<PipelineSpecification> pipelines) {
    this.pipelines = List.copyOf(pipelines);
  }

  List<PipelineSpecification> all() {
    return pipelines;
  }

  Optional<PipelineSpecification> find(String name) {
    return pipelines.stream().filter(pipeline -> pipeline.name().equals(name)).findFirst();
  }

  PipelineSpecification get(String name) {
    return find(name)
        .orElseThrow(() -> unknown(pipelines.stream().map(PipelineSpecification::name)));
  }

  /** The failure of a call that names none of these pipelines. */
  static UnknownException unknown(Stream<String> names) {
    return new UnknownException(
        names.collect(
            Collectors.joining(", ", "no such pipeline is audited here; these are: ", "")));
  }

  /** The name of a stage of a pipeline, or {@code source}. */
  static String stage(PipelineSpecification pipeline, String name) {
    List<String> names =
        Stream.concat(
                Stream.of(PipelineSpecification.SOURCE),
                pipeline.stages().stream().map(StageSpecification::name))
            .toList();
    if (!names.contains(name)) {
      throw new BadParameterException(
          "stage", "%s has no such stage; it has %s".formatted(pipeline.name(), names));
    }
    return name;
  }
}
