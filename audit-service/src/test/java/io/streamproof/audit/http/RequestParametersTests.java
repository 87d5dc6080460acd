package io.streamproof.audit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.report.TimeRange;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParametersTests {
  @ParameterizedTest
  @CsvSource({
    "2001-03-31T22:27:00Z, 2001-03-31T22:27:00Z",
    "2001-03-31t22:27:00.25z, 2001-03-31T22:27:00.250Z",
    "2001-04-01T00:27:00+02:00, 2001-03-31T22:27:00Z"
  })
  void readsTimes(String text, String time) {
    assertThat(RequestParameters.time("from", text)).isEqualTo(Instant.parse(time));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2001", "2001-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "now"})
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> RequestParameters.time("from", text))
        .isInstanceOf(BadParameterException.class)
        .hasMessageStartingWith("from: '" + text + "' is no RFC 3339 time");
  }

  @ParameterizedTest
  @CsvSource({"0s, 0", "1500ms, 1500", "60s, 60000", "1m, 60000"})
  void readsHowLongToWait(String text, long millis) {
    assertThat(RequestParameters.wait(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "2m", "61s", "60001ms", "999999999m", "1h", "1.5s", " 1s"})
  void refusesToWaitForLongOrForNonsense(String text) {
    assertThatThrownBy(() -> RequestParameters.wait(text))
        .isInstanceOf(BadParameterException.class);
  }

  @Test
  void aRangeIsOpenWhereNothingIsGiven() {
    assertThat(RequestParameters.range(null, null)).isEqualTo(TimeRange.ALL);
    assertThat(RequestParameters.range("2001-01-01T00:00:00Z", null).to()).isEqualTo(Instant.MAX);
  }

  @Test
  void aRangeEndsAfterItBegins() {
    assertThatThrownBy(
            () -> RequestParameters.range("2001-01-01T00:00:00Z", "2001-01-01T00:00:00Z"))
        .isInstanceOf(BadParameterException.class);
  }

  @Test
  void anAnswerRepeatsOnlySoMuchOfWhatItCouldNotRead() {
    assertThatThrownBy(() -> RequestParameters.number("after", "x".repeat(10_000)))
        .message()
        .hasSizeLessThan(200);
  }
}
