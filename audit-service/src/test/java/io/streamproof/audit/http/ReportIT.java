package io.streamproof.audit.http;

import static io.streamproof.audit.http.Answering.golden;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportIT {
  private static Answering audit;

  @BeforeAll
  static void start() {
    audit = new Answering();
    audit.fill("report/ledger.sql");
  }

  @AfterAll
  static void stop() {
    audit.close();
  }

  @Test
  void theLedgerIsInPostgreSql18() {
    String version = audit.database().sql("show server_version").query(String.class).single();
    assertThat(version).startsWith("18");
  }

  @Test
  void reportsAPipelineWithSomethingOfEverything() {
    assertThat(audit.json("/v1/pipelines/flights/report")).isEqualTo(golden("flights.json"));
  }

  @Test
  void listsThePipelinesWithTheirVerdicts() {
    assertThat(audit.json("/v1/pipelines")).isEqualTo(golden("pipelines.json"));
  }

  @Test
  void reportsOfARangeOnlyWhatIsInIt() {
    String report =
        audit.json(
            "/v1/pipelines/flights/report?from=2001-03-31T22:25:30Z&to=2001-04-01T00:26:00%2B02:00");
    assertThat(report)
        .contains("\"consumed\" : 768", "\"emitted\" : 159", "\"pending\" : 0")
        .contains("\"claimed\" : 768", "\"LOST\" : 0", "\"duplicated\" : 1")
        .contains("\"findings\" : 6");
  }

  @Test
  void aRangeWithoutAnythingIsEmpty() {
    assertThat(audit.json("/v1/pipelines/calm/report?from=2002-01-01T00:00:00Z"))
        .contains("\"consumed\" : 0", "\"claimed\" : 0", "\"verdict\" : \"PROVEN\"");
  }

  @Test
  void givesARowPerStageAndMinuteAsCsv() {
    HttpResponse<String> csv = audit.get("/v1/pipelines/flights/report", "Accept", "text/csv");
    assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv");
    assertThat(csv.body()).isEqualTo(golden("flights.csv").replace("\n", "\r\n") + "\r\n");
  }

  @Test
  void givesOnlyTheRowsOfARange() {
    assertThat(
            audit
                .get(
                    "/v1/pipelines/flights/report?from=2001-03-31T22:26:30Z"
                        + "&to=2001-03-31T22:27:00Z",
                    "Accept",
                    "text/csv")
                .body())
        .endsWith(
            "findings\r\nlate,2001-03-31T22:26:00Z,44,12,10,33,1,0,3\r\nroute,,0,0,0,0,0,0,1\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*/*", "application/*", "application/json", "text/csv;q=0.5, application/json"})
  void prefersJson(String accepted) {
    assertThat(
            audit
                .get("/v1/pipelines/flights/report", "Accept", accepted)
                .headers()
                .firstValue("Content-Type"))
        .hasValue("application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/*", "text/csv, application/json;q=0.9", "text/csv;q=0.2"})
  void givesCsvToWhoeverPrefersIt(String accepted) {
    assertThat(
            audit
                .get("/v1/pipelines/flights/report", "Accept", accepted)
                .headers()
                .firstValue("Content-Type"))
        .hasValue("text/csv");
  }

  @Test
  void tellsOfOneFindingAllThatIsKnown() {
    assertThat(audit.json("/v1/findings/2")).isEqualTo(golden("finding.json"));
  }

  @Test
  void documentsFindingsUnderTheNamesThatClientsAreGeneratedFrom() {
    JsonNode schemas =
        new JsonMapper()
            .readTree(audit.get("/v3/api-docs").body())
            .path("components")
            .path("schemas");
    assertThat(schemas.propertyNames())
        .contains("FindingFull", "FindingListed", "FindingPage", "FindingPlace", "LinksOf")
        .doesNotContain("Finding", "FindingLinks", "RecordPlace");
    assertThat(schemas.at("/FindingFull/required").values())
        .extracting(JsonNode::stringValue)
        .containsExactlyInAnyOrder(
            "id",
            "pipeline",
            "kind",
            "severity",
            "stage",
            "detail",
            "affected",
            "ongoing",
            "foundAt",
            "links");
    assertThat(schemas.at("/FindingListed/properties").propertyNames())
        .doesNotContain("pipeline", "expected", "observed", "difference");
  }

  @Test
  void pointsToTheSourceRecordOfWhatIsLost() {
    assertThat(audit.json("/v1/findings/1"))
        .contains("\"observed\" : null", "\"difference\" : null", "\"at\" : null")
        .contains("\"lineage\" : \"/v1/lineage/flights.source/1/258\"");
  }

  @Test
  void linksToNoTraceThatWasNotExported() {
    assertThat(audit.json("/v1/findings/1")).contains("\"trace\" : null");
  }

  @Test
  void linksToNoLineageOfAnEventThatNobodyHasSeen() {
    assertThat(audit.json("/v1/findings/6"))
        .contains("\"kind\" : \"LOST_AT_SOURCE\"", "\"lineage\" : null");
  }

  @Test
  void aDuplicateOfAStageThatMayDuplicateIsAWarning() {
    assertThat(audit.json("/v1/findings/4"))
        .contains("\"kind\" : \"DUPLICATED\"", "\"severity\" : \"WARNING\"");
  }

  @Test
  void tellsHowSlowTheSlowestOfLateResultsWas() {
    assertThat(audit.json("/v1/findings/8"))
        .contains("\"kind\" : \"LATE\"", "\"severity\" : \"WARNING\"", "\"affected\" : 12")
        .contains("\"slowestMillis\" : 31234", "\"resolvedAt\" : null")
        .contains("\"lineage\" : \"/v1/lineage/flights.route/1/3\"");
  }

  @Test
  void tellsWhenAStallWasOver() {
    assertThat(audit.json("/v1/findings/9"))
        .contains("\"kind\" : \"STALLED\"", "\"severity\" : \"WARNING\"")
        .contains("\"ongoing\" : false", "\"resolvedAt\" : \"2026-01-01T00:01:09Z\"")
        .contains("\"slowestMillis\" : null", "\"lineage\" : null");
    assertThat(ids(audit.json("/v1/pipelines/flights/findings?kind=STALLED"))).containsExactly(9L);
  }

  @Test
  void listsFindingsNewestFirstWithoutTheirEvidence() {
    String page = audit.json("/v1/pipelines/flights/findings");
    assertThat(ids(page)).containsExactly(9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
    assertThat(page).contains("\"next\" : null").doesNotContain("\"expected\"");
  }

  @Test
  void pagesThroughFindingsWhileNewOnesArrive() {
    String first = audit.json("/v1/pipelines/flights/findings?limit=3");
    assertThat(ids(first)).containsExactly(9L, 8L, 7L);
    assertThat(first).contains("\"next\" : \"7\"");
    String second = audit.json("/v1/pipelines/flights/findings?limit=3&after=5");
    assertThat(ids(second)).containsExactly(4L, 3L, 2L);
    String last = audit.json("/v1/pipelines/flights/findings?limit=3&after=2");
    assertThat(ids(last)).containsExactly(1L);
    assertThat(last).contains("\"next\" : null");
  }

  @Test
  void filtersFindingsByKindAndStage() {
    assertThat(ids(audit.json("/v1/pipelines/flights/findings?stage=late")))
        .containsExactly(3L, 2L, 1L);
    assertThat(ids(audit.json("/v1/pipelines/flights/findings?stage=source&kind=LOST_AT_SOURCE")))
        .containsExactly(6L);
    assertThat(ids(audit.json("/v1/pipelines/flights/findings?kind=MISROUTED"))).isEmpty();
    assertThat(ids(audit.json("/v1/pipelines/calm/findings"))).isEmpty();
  }

  private static List<Long> ids(String page) {
    return page.lines()
        .filter(line -> line.contains("\"id\" : "))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .toList();
  }
}
