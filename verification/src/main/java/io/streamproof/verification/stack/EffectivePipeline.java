package io.streamproof.verification.stack;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A pipeline's specification as a stack runs it: the user's text, with another number of partitions
 * where one is asked for.
 *
 * @param text the YAML
 */
public record EffectivePipeline(String text, PipelineSpecification specification) {
  /**
   * Reads and checks a specification.
   *
   * @throws io.streamproof.pipeline.yaml.InvalidSpecificationException if it cannot be run
   */
  public static EffectivePipeline read(Path file, OptionalInt partitions) {
    try {
      String text = Files.readString(file);
      PipelineSpecification asWritten = SpecificationReader.parse(file.toString(), text, null);
      if (partitions.isEmpty()) {
        return new EffectivePipeline(text, asWritten);
      }
      String changed = withPartitions(text, partitions.getAsInt());
      return new EffectivePipeline(
          changed, SpecificationReader.parse(file.toString(), changed, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withPartitions(String text, int partitions) {
    MappingNode root = (MappingNode) new Yaml(new LoaderOptions()).compose(new StringReader(text));
    for (NodeTuple entry : root.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals("partitions")) {
        return replace(text, entry.getValueNode(), String.valueOf(partitions));
      }
    }
    Mark first = root.getValue().get(0).getKeyNode().getStartMark();
    boolean block = root.getFlowStyle() == DumperOptions.FlowStyle.BLOCK;
    String separator = block ? "\n" + " ".repeat(first.getColumn()) : ", ";
    int start = position(text, first.getIndex());
    return text.substring(0, start)
        + "partitions: "
        + partitions
        + separator
        + text.substring(start);
  }

  private static String replace(String text, Node node, String value) {
    return text.substring(0, position(text, node.getStartMark().getIndex()))
        + value
        + text.substring(position(text, node.getEndMark().getIndex()));
  }

  /** Marks count code points, strings count UTF-16 units. */
  private static int position(String text, int codePoints) {
    return text.offsetByCodePoints(0, codePoints);
  }
}
