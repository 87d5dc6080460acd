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
import tools.jackson.databind.node.NullNode;

class FindingViewTests {
  private static final JsonNode NONE = NullNode.getInstance();
  private static final FindingView.Links LINKS =
      new FindingView.Links("/v1/findings/1", null, null);

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
    FindingView view = view(expected, observed);
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
    FindingView view = view(record, record);
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
    assertThat(evidence(view(null, "{}"))).containsExactly(NONE, object(), NONE);
    assertThat(evidence(view("{}", null))).containsExactly(object(), NONE, NONE);
  }

  @Test
  void evidenceThatIsNoJsonIsShownAsText() {
    FindingView view = view("{\"a\":", null);
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
    FindingView view = view(wide, wide.replace('1', '2'));
    assertThat(view.observed()).isNotNull().isNotEqualTo(NONE);
    assertThat(view.difference()).isEqualTo(NONE);
  }

  private static JsonNode object() {
    return Objects.requireNonNull(view("{}", null).expected());
  }

  @Test
  void aFindingOfAPageHasNoEvidence() {
    assertThat(evidence(FindingView.listed(finding("{}", "{}"), Severity.VIOLATION, LINKS)))
        .containsOnlyNulls();
  }

  private static List<@Nullable JsonNode> evidence(FindingView view) {
    return Arrays.asList(view.expected(), view.observed(), view.difference());
  }

  private static FindingView view(@Nullable String expected, @Nullable String observed) {
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
