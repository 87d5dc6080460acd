package io.streamproof.audit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemIT {
  private static Answering audit;

  @BeforeAll
  static void start() {
    audit = new Answering();
  }

  @AfterAll
  static void stop() {
    audit.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          report?from=yesterday                              | from    | 'yesterday' is no RFC 3339 time
          report?to=2001-03-31T22:27:00                      | to      | is no RFC 3339 time
          report?to=2001-03-31T22:27:00+02:00                | to      | + is written %2B
          report?to=%2B12001-03-31T22:27:00Z                 | to      | is no RFC 3339 time
          report?from=                                       | from    | '' is no RFC 3339 time
          report?from=2001-01-02T00:00:00Z&to=2001-01-01T00:00:00Z | to | is not after from
          report?from=2001-01-02T00:00:00Z&from=2002-01-02T00:00:00Z | from | is no RFC 3339 time
          findings?kind=lost                                 | kind    | 'lost' is none of [LOST,
          findings?stage=early                               | stage   | it has [source, late, route]
          findings?limit=0                                   | limit   | must be from 1 to 1000, not 0
          findings?limit=1001                                | limit   | must be from 1 to 1000, not 1001
          findings?limit=ten                                 | limit   | 'ten' is no number
          findings?after=-1                                  | after   | '-1' is no number
          findings?after=99999999999999999999                | after   | is no number
          proof?through=2001                                 | through | is no RFC 3339 time
          proof?wait=1s                                      | wait    | needs through
          proof?through=2001-01-01T00:00:00Z&wait=61s        | wait    | must be at most 60s
          proof?through=2001-01-01T00:00:00Z&wait=-1s        | wait    | is no duration
          proof?through=2001-01-01T00:00:00Z&wait=PT1S       | wait    | is no duration
          """)
  void aParameterThatCannotBeUsedIsNamedWithTheReason(String call, String parameter, String why) {
    HttpResponse<String> response = audit.get("/v1/pipelines/flights/" + call);
    assertProblem(response, 400);
    assertThat(response.body())
        .contains("\"parameter\":\"" + parameter + "\"")
        .contains(parameter + ": ")
        .contains(why);
  }

  @Test
  void readsNoFormOnItsWayToACall() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), audit.uri("/").getPort())) {
      socket.setSoTimeout(10_000);
      String form =
          """
          PUT /v1/pipelines HTTP/1.1\r
          Host: localhost\r
          Content-Length: 99\r
          Content-Type: application/x-www-form-urlencoded\r
          \r
          """;
      socket.getOutputStream().write(form.getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 405");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/pipelines/trains/report, 'these are: flights, calm, new'",
    "/v1/pipelines/trains/findings, 'these are: flights, calm, new'",
    "/v1/pipelines/trains/proof, 'these are: flights, calm, new'",
    "/v1/findings/77, there is no finding 77",
    "/v1/nothing, nothing",
    "/v1/lineage/trains.source/0/0, no pipeline that is audited here has that topic",
    "/v1/lineage/shop.claims/0/0, no pipeline that is audited here has that topic",
    "/v1/lineage/shop.large/2/0, shop.large has partitions 0 to 1",
    "/v1/pipelines/shop/messages?source=/till&id=7, the index of events knows no such event",
    "/v1/pipelines/shop/messages?traceId=0af7651916cd43dd8448eb211c80319c, knows no such event",
    "/v1/pipelines/trains/messages?source=/till&id=7, 'these are: shop'",
  })
  void whatIsNotThereIsNotFound(String path, String why) {
    HttpResponse<String> response = audit.get(path);
    assertProblem(response, 404);
    assertThat(response.body()).contains(why);
  }

  @Test
  void anIdIsANumber() {
    HttpResponse<String> response = audit.get("/v1/findings/select");
    assertProblem(response, 400);
    assertThat(response.body()).contains("\"parameter\":\"id\"", "'select' is no number");
  }

  @ParameterizedTest
  @CsvSource({
    "shop.large/x/0, partition",
    "shop.large/0/-1, offset",
    "shop.large/0/0?direction=up, direction",
    "shop.large/0/0?limit=0, limit",
    "shop.large/0/0?after=x, after",
  })
  void aLineageQueryThatCannotBeReadIsRefused(String query, String parameter) {
    HttpResponse<String> response = audit.get("/v1/lineage/" + query);
    assertProblem(response, 400);
    assertThat(response.body()).contains("\"parameter\":\"" + parameter + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "id=7, source",
    "source=/till, id",
    "traceId=0AF7651916CD43DD8448EB211C80319C, traceId",
    "traceId=7, traceId",
    "traceId=0af7651916cd43dd8448eb211c80319c&id=7, traceId",
  })
  void aMessageIsAskedForByItsIdOrItsTrace(String query, String parameter) {
    HttpResponse<String> response = audit.get("/v1/pipelines/shop/messages?" + query);
    assertProblem(response, 400);
    assertThat(response.body()).contains("\"parameter\":\"" + parameter + "\"");
  }

  @Test
  void theLineageOfWhatIsNotThereIsUnknownAndNoProblem() {
    HttpResponse<String> response = audit.get("/v1/lineage/shop.large/0/7");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body())
        .contains("\"matches\":\"unknown\"", "nothing stands there yet: the partition ends at 0");
  }

  @Test
  void onlyReadingIsAllowed() {
    HttpResponse<String> response =
        audit.send(HttpRequest.newBuilder(audit.uri("/v1/pipelines")).DELETE());
    assertProblem(response, 405);
    assertThat(response.headers().firstValue("Allow")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/pipelines, text/csv",
    "/v1/pipelines/flights/report, application/xml",
    "/v1/pipelines/flights/proof, text/html"
  })
  void otherFormatsThanThoseThereAreAreRefused(String path, String accepted) {
    assertProblem(audit.get(path, "Accept", accepted), 406);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/pipelines/flights/report, text/csv, 400",
    "/v1/pipelines/trains/report, text/csv, 404"
  })
  void aProblemIsJsonWhateverWasAskedFor(String path, String accepted, int status) {
    assertProblem(audit.get(path + "?from=x", "Accept", accepted), status);
  }

  static void assertProblem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body())
        .contains("\"status\":" + status)
        .contains("\"title\":", "\"detail\":")
        .doesNotContainIgnoringCase("exception")
        .doesNotContain("select ", "\tat ");
  }
}
