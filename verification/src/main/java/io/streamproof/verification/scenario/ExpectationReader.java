package io.streamproof.verification.scenario;

import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import io.streamproof.verification.scenario.ExpectedFindings.Count;
import io.streamproof.verification.stack.Report.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads what must come out of a scenario. */
final class ExpectationReader {
  private static final List<String> KNOWN = List.of("verdict", "findings", "results", "check");
  private static final String FINDINGS =
      "\"none\", \"injected\", or a list of {kind: LOST, stage: late, count: 3}";

  private ExpectationReader() {}

  static @Nullable Expectation read(YamlValue value) {
    YamlMapping expected = value.mapping(KNOWN);
    if (expected == null) {
      return null;
    }
    YamlValue verdict = expected.required("verdict", "say PROVEN, VIOLATED or UNKNOWN");
    YamlValue findings = expected.required("findings", "say " + FINDINGS);
    Verdict readVerdict = verdict == null ? null : verdict(verdict);
    ExpectedFindings readFindings = findings == null ? null : findings(findings);
    return readVerdict == null || readFindings == null
        ? null
        : new Expectation(
            readVerdict,
            readFindings,
            constant(expected.get("results"), Equality.values()),
            constant(expected.get("check"), ResultCheck.values()));
  }

  private static @Nullable Verdict verdict(YamlValue value) {
    return value.read(
        text ->
            Arrays.stream(Verdict.values())
                .filter(verdict -> verdict.name().equals(text))
                .findFirst()
                .orElse(null),
        "PROVEN, VIOLATED or UNKNOWN");
  }

  private static @Nullable ExpectedFindings findings(YamlValue value) {
    if (value.node() instanceof SequenceNode) {
      return counted(value);
    }
    return value.read(
        text ->
            switch (text) {
              case "none" -> new ExpectedFindings.None();
              case "injected" -> new ExpectedFindings.Injected();
              default -> null;
            },
        FINDINGS);
  }

  private static ExpectedFindings counted(YamlValue value) {
    List<Count> counts = new ArrayList<>();
    List<YamlValue> elements = value.list();
    for (YamlValue element : elements == null ? List.<YamlValue>of() : elements) {
      YamlMapping mapping = element.mapping(List.of("kind", "stage", "count"));
      if (mapping != null) {
        String kind = text(mapping.required("kind", "name a kind such as LOST"));
        String stage = text(mapping.required("stage", "name a stage, or \"source\""));
        YamlValue count = mapping.required("count", "say how many");
        Long number = count == null ? null : count.read(Numbers::whole, Numbers.WHOLE);
        if (kind != null && stage != null && number != null) {
          counts.add(new Count(kind, stage, number));
        }
      }
    }
    return new ExpectedFindings.Counted(counts);
  }

  private static @Nullable String text(@Nullable YamlValue value) {
    return value == null ? null : value.text();
  }

  private static <E extends Enum<E>> @Nullable E constant(@Nullable YamlValue value, E[] known) {
    return value == null
        ? null
        : value.read(
            text ->
                Arrays.stream(known)
                    .filter(each -> Words.of(each).equals(text))
                    .findFirst()
                    .orElse(null),
            Arrays.stream(known).map(Words::of).collect(Collectors.joining(", ", "one of ", "")));
  }
}
