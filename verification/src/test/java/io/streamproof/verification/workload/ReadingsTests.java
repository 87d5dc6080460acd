package io.streamproof.verification.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.record.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadingsTests {
  private static final Readings READINGS = new Readings(10_000, 50, 1.1, 0.02, 0.03, 0.01, null);

  private static List<OutgoingEvent> events(Readings readings, long seed) {
    return readings.events(seed).toList();
  }

  @Test
  void givesTheSameEventsForTheSameSeedAndOthersForAnother() {
    assertThat(events(READINGS, 7)).isEqualTo(events(READINGS, 7)).hasSize(10_000);
    assertThat(events(READINGS, 8)).isNotEqualTo(events(READINGS, 7));
  }

  @Test
  void sendsTheSharesThatItPromises() {
    List<OutgoingEvent> events = events(READINGS, 1);
    Map<String, Integer> sent = new HashMap<>();
    events.forEach(event -> sent.merge(event.id(), 1, Integer::sum));

    assertThat(10_000 - sent.size()).as("sent again").isBetween(100, 300);
    assertThat(events.stream().filter(event -> event.type() == null).count())
        .as("to be refused")
        .isBetween(20L, 90L);
    assertThat(events.stream().filter(event -> !event.data().contains("\"key\"")).count()).isZero();
  }

  @Test
  void sendsAnEventAgainExactlyAsItWas() {
    Map<String, OutgoingEvent> first = new HashMap<>();
    for (OutgoingEvent event : events(READINGS, 3)) {
      OutgoingEvent before = first.putIfAbsent(event.id(), event);
      assertThat(before == null || before.equals(event)).as(event.id()).isTrue();
    }
  }

  @Test
  void favoursTheFirstKeysTheMoreTheGreaterTheSkew() {
    assertThat(ofFirstKey(new Readings(5_000, 50, 0, 0, 0, 0, null))).isBetween(50L, 200L);
    assertThat(ofFirstKey(new Readings(5_000, 50, 1.5, 0, 0, 0, null))).isGreaterThan(1_000L);
  }

  @Test
  void writesEventsAsJson() {
    for (OutgoingEvent event : events(READINGS, 2)) {
      Object read = JsonCodec.read(event.structured());

      assertThat(read).isInstanceOf(Map.class);
      Map<?, ?> json = (Map<?, ?>) read;
      assertThat(json.get("id")).isEqualTo(event.id());
      assertThat(json.containsKey("type")).isEqualTo(event.type() != null);
      assertThat(json.get("data"))
          .isEqualTo(JsonCodec.read(event.data().getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static long ofFirstKey(Readings readings) {
    return events(readings, 5).stream()
        .filter(event -> event.data().contains("\"device-0\""))
        .count();
  }
}
