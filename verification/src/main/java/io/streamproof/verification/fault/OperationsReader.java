package io.streamproof.verification.fault;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads a list of operations, as README.md describes them, and checks every name in it. */
public final class OperationsReader {
  private OperationsReader() {}

  /**
   * Reads a list. Problems are told to the value, with their lines; what has none is still given.
   * An operation may refer only to those before it, so that no two wait for each other.
   *
   * @param pipeline whose stages and topics may be named
   * @param brokers how many the stack has
   */
  public static Operations read(YamlValue value, PipelineSpecification pipeline, int brokers) {
    OperationReader reader = new OperationReader(pipeline, brokers);
    List<YamlValue> elements = value.list();
    List<Operation> operations = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (YamlValue element : elements == null ? List.<YamlValue>of() : elements) {
      Operation operation = reader.read(element, names);
      if (operation != null && names.add(operation.name())) {
        operations.add(operation);
      } else if (operation != null) {
        element.problem(
            "two operations are named \"" + operation.name() + "\"", "give each its own name");
      }
    }
    operations.forEach(operation -> refuseClash(operation, value, pipeline));
    return new Operations(operations);
  }

  /** The second operator of a stage {@code x} is named as the first of a stage {@code x-2}. */
  private static void refuseClash(
      Operation operation, YamlValue value, PipelineSpecification pipeline) {
    if (operation.action() instanceof Action.Scale scale) {
      IntStream.rangeClosed(2, scale.instances())
          .mapToObj(number -> scale.target() + "-" + number)
          .filter(name -> pipeline.stage(name).isPresent())
          .forEach(
              name ->
                  value.problem(
                      "an operator that %s adds would be named as that of stage \"%s\""
                          .formatted(operation.name(), name),
                      "rename the stage"));
    }
  }
}
