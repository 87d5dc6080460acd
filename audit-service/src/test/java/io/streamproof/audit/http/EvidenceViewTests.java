package io.streamproof.audit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.flipkart.zjsonpatch.Jackson3JsonPatch;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class EvidenceViewTests {
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
    EvidenceView view = EvidenceView.of(expected, observed);
    JsonNode made =
        Jackson3JsonPatch.apply(
            Objects.requireNonNull(view.difference()), Objects.requireNonNull(view.expected()));
    assertThat(made).isEqualTo(view.observed());
  }

  @Test
  void whereARecordStandsMakesNoDifference() {
    assertThat(EvidenceView.of("{\"key\":\"a\"}", "{\"key\":\"a\",\"offset\":7}").difference())
        .isEmpty();
  }

  @Test
  void everyDigitIsKept() {
    String record = "{\"value\":[12345678901234567890123,10.10,1E+400,0.1000000000000000000001]}";
    EvidenceView view = EvidenceView.of(record, record);
    assertThat(String.valueOf(view.observed())).isEqualTo(record);
    assertThat(view.difference()).isEmpty();
  }

  @Test
  void aDigitMoreIsADifference() {
    assertThat(
            EvidenceView.of("{\"value\":0.1}", "{\"value\":0.10000000000000000001}").difference())
        .hasSize(1);
  }

  @Test
  void whatIsMissingIsNotCompared() {
    assertThat(EvidenceView.of(null, "{}")).isEqualTo(new EvidenceView(null, object(), null));
    assertThat(EvidenceView.of("{}", null)).isEqualTo(new EvidenceView(object(), null, null));
  }

  @Test
  void evidenceThatIsNoJsonIsShownAsText() {
    EvidenceView view = EvidenceView.of("{\"a\":", null);
    assertThat(Objects.requireNonNull(view.expected()).stringValue()).isEqualTo("{\"a\":");
  }

  @Test
  void aValueMayBeNestedAsDeepAsValuesGo() {
    String deep = "{\"value\":" + "[".repeat(500) + "]".repeat(500) + "}";
    assertThat(EvidenceView.of(deep, deep).difference()).isEmpty();
  }

  @Test
  void arraysTooWideToCompareAreShownOnly() {
    String wide = "{\"value\":[[" + "1,".repeat(2_000) + "1]]}";
    EvidenceView view = EvidenceView.of(wide, wide.replace('1', '2'));
    assertThat(view.observed()).isNotNull();
    assertThat(view.difference()).isNull();
  }

  private static JsonNode object() {
    return Objects.requireNonNull(EvidenceView.of("{}", null).expected());
  }
}
