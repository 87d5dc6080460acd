package io.streamproof.verification.scenario;

import io.streamproof.pipeline.yaml.YamlValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Cuts properties out of a YAML file so that each line keeps its number. */
final class Lines {
  private Lines() {}

  /**
   * The text with all lines empty but those of some properties of the root.
   *
   * @return null if the root has none of the properties
   */
  static @Nullable String of(YamlValue root, List<String> properties, String text) {
    if (!(root.node() instanceof MappingNode mapping)) {
      return null;
    }
    String[] lines = text.split("\n", -1);
    boolean[] kept = new boolean[lines.length];
    boolean any = false;
    List<NodeTuple> entries = mapping.getValue();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).getKeyNode() instanceof ScalarNode key
          && properties.contains(key.getValue())) {
        any = true;
        int end = i + 1 == entries.size() ? lines.length : line(entries.get(i + 1));
        for (int line = line(entries.get(i)); line < end; line++) {
          kept[line] = true;
        }
      }
    }
    return any ? joined(lines, kept) : null;
  }

  private static int line(NodeTuple entry) {
    return entry.getKeyNode().getStartMark().getLine();
  }

  private static String joined(String[] lines, boolean[] kept) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.length; i++) {
      text.append(kept[i] ? lines[i] : "").append('\n');
    }
    return text.toString();
  }
}
