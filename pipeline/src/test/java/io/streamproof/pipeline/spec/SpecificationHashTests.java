package io.streamproof.pipeline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.RandomTries;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The hash changes with what determines the records, and with nothing else. */
class SpecificationHashTests {
  private static final String BASE =
      """
      name: p
      partitions: 2
      source:
        key: data.k
      stages:
        - name: a
          filter: data.x > 1
        - name: b
          aggregate:
            window: 1h
            fields: {n: count(), s: sum(data.x)}
        - name: c
          from: source
          custom: mine
          with: {one: 1, two: [x, y]}
      """;

  @Test
  void isTheSameInEveryRelease() {
    assertThat(hash(BASE)).isEqualTo("983e0ea3");
  }

  @Test
  void doesNotChangeWithWhatDoesNotDetermineRecords() {
    for (String[] change :
        new String[][] {
          {"partitions: 2", "partitions: 2\nlatencyMax: 5s"},
          {"partitions: 2", "partitions: 2\nstallAfter: 5s"},
          {"name: a", "guarantee: at-least-once\n    name: a"},
          {"name: a", "partitions: 2\n    name: a"},
          {"window: 1h", "window: 60m"},
          {"window: 1h", "window: 1h\n      emit: on-update"},
          {"window: 1h", "window: 1h\n      grace: 1d"},
          {"{one: 1, two: [x, y]}", "{two: [x, y], one: 1}"},
          {"filter: data.x > 1", "filter: 'data.x > 1'"},
        }) {
      assertThat(hash(change(change[0], change[1]))).as(change[1]).isEqualTo(hash(BASE));
    }
  }

  @Test
  void changesWithAllThatDeterminesRecords() {
    for (String[] change :
        new String[][] {
          {"name: p", "name: q"},
          {"partitions: 2", "partitions: 3"},
          {"key: data.k", "key: data.j"},
          {"key: data.k", "key: data.k\n  time: data.t"},
          {"name: a", "name: z"},
          {"name: a", "to: z\n    name: a"},
          {"name: a", "key: data.x\n    name: a"},
          {"name: a", "type: z\n    name: a"},
          {"name: a", "partitions: 3\n    name: a"},
          {"data.x > 1", "data.x > 2"},
          {"filter: data.x > 1", "map: data.x > 1"},
          {"window: 1h", "window: 2h"},
          {"window: 1h", "window: 1h\n      grace: 2d"},
          {"window: 1h", "window: 1h\n      emit: on-close"},
          {"{n: count(), s: sum(data.x)}", "{s: sum(data.x), n: count()}"},
          {"sum(data.x)", "max(data.x)"},
          {"from: source", "from: a"},
          {"custom: mine", "custom: yours"},
          {"[x, y]", "[y, x]"},
          {"one: 1", "one: '1'"},
        }) {
      assertThat(hash(change(change[0], change[1]))).as(change[1]).isNotEqualTo(hash(BASE));
    }
  }

  @Test
  void doesNotChangeWithFormatting() {
    RandomTries.run(
        100,
        values -> {
          StringBuilder formatted = new StringBuilder();
          for (String text : BASE.lines().toList()) {
            formatted.append(text).append(" ".repeat(values.integer(0, 5)));
            formatted.append(values.oneOf(List.of("", " # comment", " #: {")));
            formatted.append("\n".repeat(values.integer(1, 3)));
          }

          assertThat(hash(formatted.toString())).isEqualTo(hash(BASE));
        });
  }

  @Test
  void doesNotChangeWithTheOrderInWhichStagesAreListed() {
    String listed =
        """
        name: p
        stages:
          - {name: a, filter: data.x, from: source}
          - {name: b, filter: data.y, from: a}
        """;
    String reversed =
        """
        name: p
        stages:
          - {name: b, filter: data.y, from: a}
          - {name: a, filter: data.x, from: source}
        """;

    assertThat(hash(listed)).isEqualTo(hash(reversed));
  }

  private static String change(String from, String to) {
    assertThat(BASE).contains(from);
    int at = BASE.indexOf(from);
    return BASE.substring(0, at) + to + BASE.substring(at + from.length());
  }

  private static String hash(String yaml) {
    return SpecificationReader.parse("p.yml", yaml, null).hash();
  }
}
