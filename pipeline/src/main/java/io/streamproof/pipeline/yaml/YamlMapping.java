package io.streamproof.pipeline.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A mapping in a file: each property once, and only those that are known. */
public final class YamlMapping {
  private final YamlValue whole;
  private final Map<String, YamlValue> properties = new LinkedHashMap<>();

  private YamlMapping(YamlValue whole) {
    this.whole = whole;
  }

  /** Reads it; {@code known} null: any name will do. */
  static YamlMapping of(YamlValue whole, MappingNode node, @Nullable List<String> known) {
    YamlMapping mapping = new YamlMapping(whole);
    for (NodeTuple property : node.getValue()) {
      mapping.add(property.getKeyNode(), property.getValueNode(), known);
    }
    return mapping;
  }

  /** How messages call the whole. */
  public String name() {
    return whole.name();
  }

  public void problem(String what, String mend) {
    whole.problem(what, mend);
  }

  /** A property; null if it is not there. */
  public @Nullable YamlValue get(String name) {
    return properties.get(name);
  }

  /** A property that has to be there; null, with the problem told, if it is not. */
  public @Nullable YamlValue required(String name, String mend) {
    YamlValue value = properties.get(name);
    if (value == null) {
      problem(whole.name() + " has no \"" + name + "\"", mend);
    }
    return value;
  }

  /** All properties, in the order of the file. */
  public Map<String, YamlValue> all() {
    return properties;
  }

  private void add(Node key, Node value, @Nullable List<String> known) {
    int line = key.getStartMark().getLine() + 1;
    if (!(key instanceof ScalarNode scalar)) {
      whole
          .problems()
          .add(line, "a property of " + whole.name() + " has no plain name", "name it by a text");
      return;
    }
    String name = scalar.getValue();
    if (known != null && !known.contains(name)) {
      whole
          .problems()
          .add(line, whole.name() + " knows no \"" + name + "\"", NearestName.mend(name, known));
    } else if (properties.containsKey(name)) {
      whole
          .problems()
          .add(line, whole.name() + " has \"" + name + "\" twice", "remove one of the two");
    } else {
      properties.put(
          name, new YamlValue(value, whole.name() + ": \"" + name + "\"", whole.problems()));
    }
  }
}
