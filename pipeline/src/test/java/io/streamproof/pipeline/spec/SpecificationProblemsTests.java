package io.streamproof.pipeline.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamproof.pipeline.yaml.InvalidSpecificationException;
import io.streamproof.pipeline.yaml.Problem;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a specification is refused for: file, line, what and mend. */
class SpecificationProblemsTests {

  @Test
  void tellsAllProblemsOfAFileAtOnceInTheOrderOfItsLines() {
    List<Problem> problems =
        problems(
            """
            name: Flights
            partitions: 0
            stagess: []
            stages:
              - name: late
                filter: data.delay >
              - name: late
                map: 1
            """);

    assertThat(problems).extracting(Problem::line).containsExactly(1, 2, 3, 6, 7);
    assertThat(problems).extracting(Problem::file).containsOnly("p.yml");
    assertThat(problems.get(2).toString())
        .isEqualTo("p.yml:3: the pipeline knows no \"stagess\" (did you mean \"stages\"?)");
  }

  @Test
  void refusesWhatIsNoYaml() {
    assertThat(only("name: [a\nstages: ]")).startsWith("p.yml:2: this is no YAML: ");
    assertThat(only("")).startsWith("p.yml:1: the file is empty");
    assertThat(only("just text")).contains("the pipeline must be a mapping");
    assertThat(only("a: 1\n---\nb: 2")).contains("this is no YAML");
    assertThat(only("name: \u0000")).contains("this is no YAML");
  }

  @Test
  void refusesAliasesAndTags() {
    assertThat(only("a: &x [1]\nb: *x")).startsWith("p.yml:2: a YAML alias");
    assertThat(only("name: !!javax.script.ScriptEngineManager [x]"))
        .startsWith("p.yml:1: the YAML tag");
  }

  @Test
  void refusesTooDeepAndTooLarge() {
    assertThat(only("a: " + "[".repeat(60))).contains("this is no YAML");
    assertThat(only("#".repeat((1 << 20) + 1))).contains("larger than 1 MiB");
  }

  @Test
  void refusesAPaceThatIsNoDuration() {
    assertThat(only("name: p\nlatencyMax: fast\n" + oneStage("filter: 'true'")))
        .startsWith("p.yml:2: the pipeline: \"latencyMax\" is \"fast\"")
        .contains("a duration such as");
    assertThat(only("name: p\nstallAfter: 0s\n" + oneStage("filter: 'true'")))
        .startsWith("p.yml:2: the pipeline: \"stallAfter\" is \"0s\"")
        .contains("a duration such as");
  }

  @Test
  void refusesDuplicatedProperties() {
    assertThat(only("name: p\nname: q\n" + oneStage("filter: 'true'")))
        .isEqualTo("p.yml:2: the pipeline has \"name\" twice (remove one of the two)");
  }

  @Test
  void refusesNamesThatMakeNoTopics() {
    for (String name : List.of("Late", "a.b", "source", "claims", "x-dlt", "a".repeat(101), "''")) {
      assertThat(only("name: p\nstages:\n  - name: " + name + "\n    filter: 'true'\n"))
          .startsWith("p.yml:3: ");
    }
  }

  @Test
  void refusesAStageWithoutOperatorOrWithSeveral() {
    assertThat(only("name: p\n" + oneStage("from: source"))).contains("has no operator");
    assertThat(only("name: p\n" + oneStage("filter: 'true'\n    map: data")))
        .contains("has several operators: filter, map");
  }

  @Test
  void refusesExpressionsThatDoNotCompileOrGiveTheWrongType() {
    assertThat(operator("filter: dat.delay > 1"))
        .contains("undeclared reference to 'dat' at column 1")
        .contains("an expression sees data, key");
    assertThat(operator("filter: '\"text\"'")).contains("gives string, where true or false");
    assertThat(operator("flat-map: '1'")).contains("gives int, where a list is needed");
    assertThat(operator("map: data\n    key: '[1]'")).contains("where a string, number or boolean");
    assertThat(operator("map: {\"a\": data.b}")).contains("must be a text, and is a YAML mapping");
    assertThat(operator("filter:")).contains("has no value");
    assertThat(only("name: p\nsource: {time: 'true'}\n" + oneStage("filter: 'true'")))
        .contains("where an RFC 3339 string, epoch milliseconds or a timestamp is needed");
  }

  @Test
  void refusesWrongAggregates() {
    assertThat(aggregate("{}")).contains("has no \"fields\"");
    assertThat(aggregate("{fields: {}}")).contains("is empty");
    assertThat(aggregate("{fields: {a: sum()}}")).contains("does not say what to fold");
    assertThat(aggregate("{fields: {a: summ(data.x)}}")).contains("did you mean \"sum\"?");
    assertThat(aggregate("{fields: {a: data.x}}")).contains("which is no fold");
    assertThat(aggregate("{fields: {a: 'sum(\"x\")'}}")).contains("where a number is needed");
    assertThat(aggregate("{emit: on-close, fields: {a: count()}}")).contains("without a window");
    assertThat(aggregate("{grace: 1h, fields: {a: count()}}")).contains("no window to keep open");
    assertThat(aggregate("{window: 1w, fields: {a: count()}}")).contains("it must be a duration");
    assertThat(aggregate("{window: 0s, fields: {a: count()}}")).contains("it must be a duration");
    assertThat(aggregate("{window: 36501d, fields: {a: count()}}"))
        .contains("it must be a duration");
    assertThat(aggregate("{window: 1d, emit: on-close, fields: {a: count()}}\n    key: data.x"))
        .contains("re-key in a map stage behind it");
  }

  @Test
  void refusesWrongLookupsAndDeduplicates() {
    assertThat(keyed("lookup: {keep: a, as: b, otherwise: fail}"))
        .contains("it must be null, drop or dead-letter");
    assertThat(keyed("lookup: {keep: a, complete: a, as: b}")).contains("is the type that is kept");
    assertThat(keyed("lookup: {keep: a}")).contains("has no \"as\"");
    assertThat(keyed("deduplicate: {}")).contains("has no \"within\"");
  }

  @Test
  void refusesAtLeastOnceWhereStateIsKept() {
    assertThat(
            problems(
                """
                name: p
                source: {key: data.k}
                guarantee: at-least-once
                stages:
                  - {name: a, filter: 'true'}
                  - {name: b, aggregate: {fields: {n: count()}}}
                  - name: c
                    from: source
                    guarantee: at-least-once
                    deduplicate: {within: 1h}
                  - {name: d, from: a, lookup: {keep: a, as: b}}
                  - {name: e, from: a, map: data}
                  - {name: f, from: a, guarantee: exactly-once, aggregate: {fields: {n: count()}}}
                """))
        .extracting(Problem::toString)
        .containsExactly(
            "p.yml:6: stage \"b\" is at-least-once and keeps state, which an event processed again"
                + " would change twice (set \"guarantee: exactly-once\" for this stage)",
            "p.yml:9: stage \"c\" is at-least-once and keeps state, which an event processed again"
                + " would change twice (set \"guarantee: exactly-once\" for this stage)",
            "p.yml:11: stage \"d\" is at-least-once and keeps state, which an event processed again"
                + " would change twice (set \"guarantee: exactly-once\" for this stage)");
  }

  @Test
  void refusesAtLeastOnceWhereACustomOperatorMayKeepState() {
    String yaml = "name: p\n" + oneStage("custom: mine\n    guarantee: at-least-once");
    InvalidSpecificationException refused =
        catchThrowableOfType(
            InvalidSpecificationException.class,
            () -> SpecificationReader.parse("p.yml", yaml, Set.of("mine")));
    assertThat(refused).hasMessageContaining("p.yml:5: stage \"a\" is at-least-once and may keep");
  }

  @Test
  void refusesUnknownCustomOperatorsWhereTheyAreKnown() {
    String yaml = "name: p\n" + oneStage("custom: mine\n    with: {a: 1}");
    SpecificationReader.parse("p.yml", yaml, null);
    SpecificationReader.parse("p.yml", yaml, Set.of("mine"));
    assertThat(only(yaml)).contains("no custom operator \"mine\" is at hand");
    assertThat(only("name: p\n" + oneStage("filter: 'true'\n    with: {a: 1}")))
        .contains("has a \"with\" but no custom operator");
  }

  @Test
  void refusesUnknownTopics() {
    assertThat(only("name: p\n" + oneStage("filter: 'true'\n    from: sourc")))
        .contains("reads from \"sourc\"")
        .contains("did you mean \"source\"?");
  }

  @Test
  void refusesANameThatIsTwoTopics() {
    assertThat(
            only(
                """
                name: p
                stages:
                  - {name: a, filter: 'true', to: b}
                  - {name: b, filter: 'true', from: source, to: c}
                  - {name: d, filter: 'true', from: b}
                """))
        .startsWith("p.yml:5: ")
        .contains("another stage's topic");
  }

  @Test
  void refusesCyclesAndWhatOnlyTheyReach() {
    assertThat(
            problems(
                """
                name: p
                stages:
                  - {name: a, filter: 'true', from: b}
                  - {name: b, filter: 'true', from: a}
                  - {name: c, filter: 'true', from: b}
                """))
        .extracting(Problem::toString)
        .satisfiesExactly(
            first -> assertThat(first).contains("p.yml:3:").contains("cycle: a → b → a"),
            second -> assertThat(second).contains("p.yml:5:").contains("reached by no event"));
  }

  @Test
  void refusesACycleThatTheSourceFeeds() {
    assertThat(
            only(
                """
                name: p
                stages:
                  - {name: a, filter: 'true'}
                  - {name: b, filter: 'true', to: a}
                """))
        .contains("cycle: b → b");
  }

  @Test
  void refusesDifferingPartitionsOfOneTopic() {
    assertThat(
            only(
                """
                name: p
                partitions: 2
                stages:
                  - {name: a, filter: 'true', to: c}
                  - {name: b, filter: 'true', to: c, from: source, partitions: 3}
                """))
        .startsWith("p.yml:5: ")
        .contains("with 3 partitions, and stage \"a\" with 2");
  }

  @Test
  void refusesFoldsBehindTopicsWithoutKey() {
    assertThat(only("name: p\n" + oneStage("aggregate: {fields: {n: count()}}")))
        .contains("needs keys, and the records of \"source\" have none");
    assertThat(only("name: p\n" + oneStage("lookup: {keep: a, as: b}"))).contains("needs keys");
    assertThat(
            only(
                """
                name: p
                stages:
                  - {name: a, filter: 'true', to: c, key: data.k}
                  - {name: b, filter: 'true', to: c, from: source}
                  - {name: d, aggregate: {fields: {n: count()}}}
                """))
        .startsWith("p.yml:5: ")
        .contains("records of \"c\"");
  }

  @Test
  void findsTopicsWithoutKeyInWhateverOrderTheStagesAreListed() {
    assertThat(
            only(
                """
                name: p
                stages:
                  - {name: d, from: c, aggregate: {fields: {n: count()}}}
                  - {name: c, from: b, map: data}
                  - {name: b, from: a, map: data}
                  - {name: a, from: source, filter: 'true'}
                """))
        .startsWith("p.yml:3: ")
        .contains("records of \"c\"");
  }

  @Test
  void refusesToDeduplicateBetweenStages() {
    assertThat(
            only(
                """
                name: p
                stages:
                  - {name: a, filter: 'true'}
                  - {name: b, deduplicate: {within: 1h}}
                """))
        .startsWith("p.yml:4: ")
        .contains("from: source");
  }

  @Test
  void refusesAPipelineWithoutStages() {
    assertThat(only("name: p")).contains("has no \"stages\"");
    assertThat(only("name: p\nstages: []")).contains("has 0 stages");
    assertThat(only("name: p\nstages: {}")).contains("must be a list");
  }

  private static String operator(String operator) {
    return only("name: p\n" + oneStage(operator));
  }

  private static String aggregate(String properties) {
    return keyed("aggregate: " + properties);
  }

  private static String keyed(String operator) {
    return only("name: p\nsource: {key: data.k}\n" + oneStage(operator));
  }

  private static String oneStage(String properties) {
    return "stages:\n  - name: a\n    " + properties + "\n";
  }

  private static String only(String yaml) {
    return assertThat(problems(yaml)).singleElement().actual().toString();
  }

  private static List<Problem> problems(String yaml) {
    InvalidSpecificationException refused =
        catchThrowableOfType(
            InvalidSpecificationException.class,
            () -> SpecificationReader.parse("p.yml", yaml, Set.of()));
    assertThat(refused).as(yaml).isNotNull();
    return refused.problems();
  }
}
