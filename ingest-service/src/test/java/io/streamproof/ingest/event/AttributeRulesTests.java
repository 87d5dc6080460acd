package io.streamproof.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeRulesTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON; charset=UTF-8",
        "application/json;charset=\"utf-8\"",
        "application/vnd.api+json; v=1",
        "text/json; charset=us-ascii"
      })
  void takesJsonForJson(String mediaType) {
    assertThat(AttributeRules.isJson(mediaType)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/json; charset=utf-16",
        "application/json;charset=latin1; v=1",
        "application/jsonlines",
        "json",
        "application/xml+json/x"
      })
  void takesNothingElseForJson(String mediaType) {
    assertThat(AttributeRules.isJson(mediaType)).isFalse();
  }

  @Test
  void readsTimesWithFractionsAndOffsets() throws RejectedException {
    assertThat(AttributeRules.time("1970-01-01T00:00:00.123456789Z")).isEqualTo(123);
    assertThat(AttributeRules.time("1970-01-01T01:00:00+01:00")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1970-01-01T00:00Z", "1970-01-01 00:00:00Z", "1970-02-30T00:00:00Z", "now", ""})
  void refusesWhatIsNoTime(String time) {
    assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> AttributeRules.time(time));
  }

  @Test
  void dropsATraceStateThatMayNotBePassedOn() {
    assertThat(AttributeRules.traceState("a=1")).isEqualTo("a=1");
    assertThat(AttributeRules.traceState("")).isNull();
    assertThat(AttributeRules.traceState("a=é")).isNull();
    assertThat(AttributeRules.traceState("a".repeat(513))).isNull();
  }

  @Test
  void boundsWhatMayBeAbsent() throws RejectedException {
    AttributeRules.bounded("subject", null);
    AttributeRules.bounded("subject", "s".repeat(1_024));
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> AttributeRules.bounded("subject", "s".repeat(1_025)))
        .withMessage("subject is longer than 1024 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0085b", "\u0000", "\ud800", "\uFFFE", "\uFDD0"})
  void refusesCharactersThatCloudEventsForbids(String id) {
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> AttributeRules.required("id", id));
  }
}
