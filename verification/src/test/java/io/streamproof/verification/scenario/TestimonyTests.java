package io.streamproof.verification.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TestimonyTests {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String REPORT =
      """
      {"verdict": "VIOLATED", "findings": 1,
       "stages": [{"stage": "late", "consumed": 9, "findings": {"LATE": 2}}]}
      """;
  private static final String FINDING =
      """
      {"id": 1, "kind": "LOST", "origin": "late:0@7#0", "foundAt": "2026-01-01T00:00:00Z", "links": {}}
      """;

  @Test
  void saysTheSameWheneverAndInWhateverOrderItWasFound() {
    String other = FINDING.replace("@7", "@8");
    String later = FINDING.replace("2026", "2027").replace("\"id\": 1", "\"id\": 2");

    assertThat(testimony(REPORT, FINDING, other).differences(testimony(REPORT, other, later)))
        .isEmpty();
  }

  @Test
  void tellsWhatOnlyOneOfTwoSays() {
    String fewer = REPORT.replace("\"consumed\": 9", "\"consumed\": 8");

    assertThat(testimony(REPORT, FINDING).differences(testimony(fewer)))
        .containsExactly(
            "only the disturbed audit says"
                + " finding {\"kind\":\"LOST\",\"origin\":\"late:0@7#0\"}",
            "only the disturbed audit says stage {\"stage\":\"late\",\"consumed\":9,\"findings\":{}}",
            "only an undisturbed audit says stage {\"stage\":\"late\",\"consumed\":8,\"findings\":{}}");
    assertThat(testimony(REPORT.replace("VIOLATED", "PROVEN")).differences(testimony(REPORT)))
        .hasSize(2);
  }

  private static Testimony testimony(String report, String... findings) {
    List<JsonNode> read = Arrays.stream(findings).map(MAPPER::readTree).toList();
    return Testimony.of(MAPPER.readTree(report), read);
  }
}
