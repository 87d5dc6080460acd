package io.streamproof.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicConfigsTests {
  private static final TopicSettings DEFAULTS = new TopicSettings(true, (short) -1, Map.of());

  @Test
  void letEventsOfAnyTimeInAndKeepThem() {
    assertThat(Topics.configs("p.s", DEFAULTS))
        .containsEntry("message.timestamp.type", "CreateTime")
        .containsEntry("message.timestamp.before.max.ms", String.valueOf(Long.MAX_VALUE))
        .containsEntry("message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE))
        .containsEntry("retention.ms", "-1");
  }

  @Test
  void keepAllRecordsWhateverTheBrokersDoByDefault() {
    assertThat(Topics.configs("p.claims", DEFAULTS))
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.bytes", "-1");
  }

  @Test
  void letInADeadLetterOfTheLargestRecordAndWhyItFailed() {
    assertThat(Topics.configs("p.s-dlt", DEFAULTS)).containsEntry("max.message.bytes", "7340032");
  }

  @Test
  void yieldToWhatTheOperatorSets() {
    TopicSettings settings =
        new TopicSettings(true, (short) 3, Map.of("retention.ms", "5", "min.insync.replicas", "2"));
    assertThat(Topics.configs("p.s", settings))
        .containsEntry("retention.ms", "5")
        .containsEntry("min.insync.replicas", "2")
        .containsEntry("max.message.bytes", "6291456");
  }
}
