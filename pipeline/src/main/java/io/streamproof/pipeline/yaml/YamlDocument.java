package io.streamproof.pipeline.yaml;

import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The one YAML document of a file as a tree of nodes, which know their lines. Nothing is ever
 * constructed from its tags; aliases and tags are refused, so that a small file cannot stand for a
 * large tree.
 */
final class YamlDocument {
  private static final int MAX_DEPTH = 50;

  private YamlDocument() {}

  /**
   * The document's root; null, with the problem told, if it is no YAML or is empty; {@code begin}
   * is the mend of an empty one.
   */
  static @Nullable YamlValue read(String yaml, String begin, Problems problems) {
    try {
      Yaml parser = new Yaml(options(yaml.length()));
      if (hasForbidden(parser, yaml, problems)) {
        return null;
      }
      Node root = parser.compose(new StringReader(yaml));
      if (root == null) {
        problems.add(1, "the file is empty", begin);
        return null;
      }
      return new YamlValue(root, "the file", problems);
    } catch (MarkedYAMLException e) {
      problems.add(
          line(e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark()),
          "this is no YAML: " + e.getProblem(),
          "correct it; text that contains \": \", \" #\" or begins with a sign must be quoted");
    } catch (YAMLException e) {
      problems.add(1, "this is no YAML: " + e.getMessage(), "correct it");
    }
    return null;
  }

  private static boolean hasForbidden(Yaml parser, String yaml, Problems problems) {
    for (Event event : parser.parse(new StringReader(yaml))) {
      if (event instanceof AliasEvent) {
        problems.add(
            line(event.getStartMark()),
            "a YAML alias (*name) is not allowed here",
            "write out what it stands for; quote an expression that begins with *");
        return true;
      }
      if (tag(event) != null) {
        problems.add(
            line(event.getStartMark()),
            "the YAML tag " + tag(event) + " is not allowed here",
            "remove it; quote an expression that begins with !");
        return true;
      }
    }
    return false;
  }

  private static @Nullable String tag(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getTag();
    }
    return event instanceof CollectionStartEvent start ? start.getTag() : null;
  }

  private static LoaderOptions options(int codePoints) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Math.max(1, codePoints));
    options.setNestingDepthLimit(MAX_DEPTH);
    return options;
  }

  private static int line(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getLine() + 1;
  }
}
