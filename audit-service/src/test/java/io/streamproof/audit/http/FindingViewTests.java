package io.streamproof.audit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.flipkart.zjsonpatch.Jackson3JsonPatch;
import io.streamproof.audit.finding.Finding.Evidence;
import io.streamproof.audit.finding.Finding.Extent;
import io.streamproof.audit.finding.Finding.Target;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.Severity;
import io.streamproof.audit.report.RecordedFinding;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FindingViewTests {
  private static final LinksView LINKS = new LinksView("/v1/findings/1", null, null);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {"value":{"a":1}}           | {"value":{"a":2}}
          {"value":{"a":1}}           | {"value":{}}
          {"value":{"a":[1,2,3]}}     | {"value":{"a":[3,2,1,0]}}
          {"value":{"a":null}}        | {"value":{"b":null}}
          {"value":{"é/~":"ü"}}       | {"value":{"é/~":"ö"}}
          {"value":1}                 | {"valueBase64":"AA=="}
          {"partition":1}             | {"partition":2}
          """)
  void theDifferenceMakesTheObservedOfTheExpected(String expected, String observed) {
    FindingView.Full view = view(expected, observed);
    JsonNode made =
        Jackson3JsonPatch.apply(
            Objects.requireNonNull(view.difference()), Objects.requireNonNull(view.expected()));
    assertThat(made).isEqualTo(view.observed());
  }

  @Test
  void whereARecordStandsMakesNoDifference() {
    assertThat(view("{\"key\":\"a\"}", "{\"key\":\"a\",\"offset\":7}").difference()).isEmpty();
  }

  @Test
  void everyDigitIsKept() {
    String record = "{\"value\":[12345678901234567890123,10.10,1E+400,0.1000000000000000000001]}";
    FindingView.Full view = view(record, record);
    assertThat(String.valueOf(view.observed())).isEqualTo(record);
    assertThat(view.difference()).isEmpty();
  }

  @Test
  void aDigitMoreIsADifference() {
    assertThat(view("{\"value\":0.1}", "{\"value\":0.10000000000000000001}").difference())
        .hasSize(1);
  }

  @Test
  void whatIsMissingIsNotCompared() {
    assertThat(evidence(view(null, "{}"))).containsExactly(null, object(), null);
    assertThat(evidence(view("{}", null))).containsExactly(object(), null, null);
  }

  @Test
  void evidenceThatIsMissingIsNull() {
    assertThat(json(FindingView.full(finding(null, "{}"), Severity.VIOLATION, LINKS)))
        .isEqualTo(
            """
            {"id":1,"pipeline":"shop","kind":"CORRUPTED","severity":"VIOLATION","stage":"large",\
            "origin":null,"at":null,"key":null,"detail":"why",\
            "expected":null,"observed":{},"difference":null,\
            "traceId":null,"affected":1,"ongoing":false,"eventTime":null,\
            "foundAt":"1970-01-01T00:00:00Z","resolvedAt":null,"slowestMillis":null,\
            "links":{"self":"/v1/findings/1","trace":null,"lineage":null}}""");
  }

  private static String json(Object view) {
    JsonMapper.Builder mapper = JsonMapper.builder();
    new HttpConfiguration().declaredOrder().customize(mapper);
    return mapper.build().writeValueAsString(view);
  }

  @Test
  void evidenceThatIsNoJsonIsShownAsText() {
    FindingView.Full view = view("{\"a\":", null);
    assertThat(Objects.requireNonNull(view.expected()).stringValue()).isEqualTo("{\"a\":");
  }

  @Test
  void aValueMayBeNestedAsDeepAsValuesGo() {
    String deep = "{\"value\":" + "[".repeat(500) + "]".repeat(500) + "}";
    assertThat(view(deep, deep).difference()).isEmpty();
  }

  @Test
  void arraysTooWideToCompareAreShownOnly() {
    String wide = "{\"value\":[[" + "1,".repeat(2_000) + "1]]}";
    FindingView.Full view = view(wide, wide.replace('1', '2'));
    assertThat(view.observed()).isNotNull();
    assertThat(view.difference()).isNull();
  }

  private static JsonNode object() {
    return Objects.requireNonNull(view("{}", null).expected());
  }

  @Test
  void aFindingOfAPageHasNoEvidence() {
    assertThat(json(FindingView.listed(finding(null, "{}"), Severity.VIOLATION, LINKS)))
        .doesNotContain("pipeline", "expected", "observed", "difference");
  }

  private static List<@Nullable JsonNode> evidence(FindingView.Full view) {
    return Arrays.asList(view.expected(), view.observed(), view.difference());
  }

  private static FindingView.Full view(@Nullable String expected, @Nullable String observed) {
    return FindingView.full(finding(expected, observed), Severity.VIOLATION, LINKS);
  }

  private static RecordedFinding finding(@Nullable String expected, @Nullable String observed) {
    return new RecordedFinding(
        1,
        "shop",
        "large",
        FindingKind.CORRUPTED,
        new Target(null, null, null, null, null),
        Extent.ONE,
        "why",
        new Evidence(expected, observed),
        Instant.EPOCH,
        null,
        false);
  }
}
