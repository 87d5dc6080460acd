package io.streamproof.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalLineTests {
  @Test
  void tellsWhoWasRefusedWhat() {
    assertThat(new RefusalLine(403, "POST", "/v1/x", "10.0.0.1", "shop", "no scope"))
        .hasToString("refused POST /v1/x from 10.0.0.1, caller shop: 403 no scope");
    assertThat(new RefusalLine(400, null, "", "10.0.0.1", null, null))
        .hasToString("refused - - from 10.0.0.1, caller -: 400 -");
  }

  @Test
  void cannotBeMadeToTellALineOfItsOwn() {
    String line =
        new RefusalLine(400, "GET", "/a\r\nrefused", "1", "\u001b[2J", "\u2028é\t" + (char) 0)
            .toString();

    assertThat(line)
        .contains("/a\\u{d}\\u{a}refused", "\\u{1b}[2J", "\\u{2028}\\u{e9}\\u{9}\\u{0}")
        .matches("[ -~]+");
  }

  @Test
  void isBounded() {
    String line =
        new RefusalLine(400, "M".repeat(9_000), "p".repeat(9_000), "1", "c", "r".repeat(9_000))
            .toString();

    assertThat(line).hasSizeLessThan(800).contains("p".repeat(200) + "... from");
  }

  @Test
  void isOneOfSoManyASecond() {
    AtomicLong nanos = new AtomicLong();
    AtomicLong omitted = new AtomicLong();
    Throttle throttle = new Throttle(2, nanos::get);

    assertThat(throttle.admits(omitted::set)).isTrue();
    assertThat(throttle.admits(omitted::set)).isTrue();
    assertThat(throttle.admits(omitted::set)).isFalse();
    assertThat(throttle.admits(omitted::set)).isFalse();
    nanos.addAndGet(1_000_000_000L);
    assertThat(throttle.admits(omitted::set)).isTrue();
    assertThat(omitted).hasValue(2);
  }
}
