package io.streamproof.pipeline.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.record.UnreadableException;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The configuration of a custom operator as plain objects: maps, lists, text, {@code true} and
 * {@code false}, and numbers as JSON has them. YAML's further spellings ({@code yes}, {@code 010})
 * stay text.
 */
final class PlainValues {
  private static final Pattern JSON =
      Pattern.compile("true|false|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

  private PlainValues() {}

  /** The configuration; null, with the problem told, if it is no mapping of values. */
  static @Nullable Map<String, Object> mapping(YamlValue value) {
    YamlMapping properties = value.freeMapping();
    if (properties == null) {
      return null;
    }
    Map<String, Object> plain = new LinkedHashMap<>();
    properties
        .all()
        .forEach(
            (name, property) -> {
              Object read = plain(property);
              if (read != null) {
                plain.put(name, read);
              }
            });
    return plain;
  }

  private static @Nullable Object plain(YamlValue value) {
    if (value.node() instanceof MappingNode) {
      return mapping(value);
    }
    if (value.node() instanceof SequenceNode) {
      return list(value);
    }
    boolean bare = value.node() instanceof ScalarNode scalar && scalar.isPlain();
    String text = bare ? value.text() : value.literal();
    return text != null && bare && JSON.matcher(text).matches() ? json(value, text) : text;
  }

  private static List<Object> list(YamlValue value) {
    List<Object> plain = new ArrayList<>();
    List<YamlValue> elements = value.list();
    if (elements != null) {
      for (YamlValue element : elements) {
        Object read = plain(element);
        if (read != null) {
          plain.add(read);
        }
      }
    }
    return plain;
  }

  private static @Nullable Object json(YamlValue value, String text) {
    try {
      return JsonCodec.read(text.getBytes(UTF_8));
    } catch (UnreadableException e) {
      value.problem(value.name() + ": " + e.getMessage(), "put it in quotes if it is a text");
      return null;
    }
  }
}
