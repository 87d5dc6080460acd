package io.streamproof.pipeline.yaml;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a file. Asked for a type that it is not, it tells the problem and gives null.
 *
 * @param name how messages call it
 */
public record YamlValue(Node node, String name, Problems problems) {

  /** Its line in the file, from 1. */
  public int line() {
    return node.getStartMark().getLine() + 1;
  }

  public void problem(String what, String mend) {
    problems.add(line(), what, mend);
  }

  /** A scalar's text as it is written, whatever YAML would take it for. */
  public @Nullable String text() {
    String text = literal();
    boolean absent = text != null && (text.isBlank() || node.getTag().equals(Tag.NULL));
    if (absent) {
      problem(name + " has no value", "give it one, or leave it out");
      return null;
    }
    return text;
  }

  /** As {@link #text()}, but {@code null} is a word like any other. */
  public @Nullable String literal() {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problem(
        name + " must be a text, and is " + kind(),
        "put it in single quotes if it is an expression");
    return null;
  }

  /** A text read by a function that gives null for what it does not understand. */
  public <T> @Nullable T read(Function<String, @Nullable T> reader, String needed) {
    String text = text();
    if (text == null) {
      return null;
    }
    T value = reader.apply(text);
    if (value == null) {
      problem(name + " is \"" + text + "\"", "it must be " + needed);
    }
    return value;
  }

  /** A mapping of the properties that are known here; null if it is none. */
  public @Nullable YamlMapping mapping(List<String> known) {
    MappingNode mapping = asMapping();
    return mapping == null ? null : YamlMapping.of(this, mapping, known);
  }

  /** A mapping whose names are the user's own; null if it is none. */
  public @Nullable YamlMapping freeMapping() {
    MappingNode mapping = asMapping();
    return mapping == null ? null : YamlMapping.of(this, mapping, null);
  }

  /** A list's elements; null if it is no list. */
  public @Nullable List<YamlValue> list() {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream()
          .map(element -> new YamlValue(element, "an element of " + name, problems))
          .toList();
    }
    problem(name + " must be a list, and is " + kind(), "begin each element with \"- \"");
    return null;
  }

  /** The same value under another name. */
  public YamlValue named(String other) {
    return new YamlValue(node, other, problems);
  }

  /** A property's text if there is one, without telling problems. */
  public @Nullable String peek(String property) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode key
            && key.getValue().equals(property)
            && entry.getValueNode() instanceof ScalarNode value) {
          return value.getValue();
        }
      }
    }
    return null;
  }

  private @Nullable MappingNode asMapping() {
    if (node instanceof MappingNode mapping) {
      return mapping;
    }
    problem(name + " must be a mapping, and is " + kind(), "write it as \"property: value\" lines");
    return null;
  }

  private String kind() {
    if (node instanceof MappingNode) {
      return "a YAML mapping";
    }
    if (node instanceof SequenceNode) {
      return "a YAML list";
    }
    return node.getTag().equals(Tag.NULL) ? "empty" : "a single value";
  }
}
