package io.streamproof.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.kafka.TopicProblem.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which settings of which topics are refused, and which are worth a warning. */
class TopicRulesTests {
  private static final String YEARS = String.valueOf(Long.MAX_VALUE);

  @ParameterizedTest
  @ValueSource(strings = {"p.source", "p.claims", "p.late", "p.late-dlt"})
  void acceptWhatTheServicesCreate(String topic) {
    Map<String, String> created =
        Topics.configs(topic, new TopicSettings(true, (short) 3, Map.of()));
    assertThat(problems(topic, 3, created)).isEmpty();
  }

  @Test
  void sayWhatIsWrongWhyAndHowToChangeIt() {
    assertThat(only("p.late", "max.message.bytes", "1048588"))
        .hasToString(
            "topic p.late has max.message.bytes=1048588, which must be at least 6291456: a larger"
                + " record stops whoever writes it, at each start; max.message.bytes to 6291456");
  }

  @ParameterizedTest
  @CsvSource({
    "p.late, max.message.bytes, 6291455, 6291456",
    "p.late-dlt, max.message.bytes, 7340031, 7340032",
    "p.late, segment.bytes, 1048576, 6291456",
    "p-late-state-changelog, max.message.bytes, 1048588, 5242880",
    "p.claims, max.message.bytes, 100, 1024",
    "p.source, max.message.bytes, 6291457, 6291456",
    "p.source, cleanup.policy, compact, delete",
    "p.claims, cleanup.policy, compact, delete",
    "p.late, cleanup.policy, 'compact,delete', delete",
    "p.late-dlt, cleanup.policy, 'delete, compact', delete",
    "p-late-state-changelog, cleanup.policy, 'compact,delete', compact",
    "p.source, message.timestamp.type, LogAppendTime, CreateTime",
    "p.late-dlt, message.timestamp.type, LogAppendTime, CreateTime",
    "p.late, message.timestamp.before.max.ms, 604800000, 9223372036854775807",
    "p.late, message.timestamp.after.max.ms, 3600000, 9223372036854775807",
    "p-late-state-changelog, message.timestamp.after.max.ms, 3600000, 9223372036854775807",
    "p.source, min.insync.replicas, 4, 2",
  })
  void refuse(String topic, String setting, String value, String needed) {
    TopicProblem problem = only(topic, setting, value);
    assertThat(problem.isFatal()).isTrue();
    assertThat(problem.topic()).isEqualTo(topic);
    assertThat(problem.what()).contains(setting + "=" + value);
    assertThat(problem.fix()).isEqualTo(setting + " to " + needed);
  }

  @ParameterizedTest
  @CsvSource({
    "p.late, max.message.bytes, 6291456",
    "p.late, max.message.bytes, 20971520",
    "p.source, max.message.bytes, 1048588",
    "p.late, segment.bytes, 6291456",
    "p.claims, message.timestamp.type, LogAppendTime",
    "p.claims, message.timestamp.after.max.ms, 3600000",
    "p.source, message.timestamp.after.max.ms, 3600000",
    "p.late, message.timestamp.before.max.ms, 253402300799999",
    "p-late-state-changelog, cleanup.policy, compact",
    "p.late, cleanup.policy, ''",
    "p.late, min.insync.replicas, 3",
    "p.late, retention.ms, -1",
    "p.late, compression.type, gzip",
  })
  void accept(String topic, String setting, String value) {
    assertThat(problems(topic, 3, Map.of(setting, value))).isEmpty();
  }

  @Test
  void requireThatOneReplicaSuffices() {
    assertThat(problems("p.late", 1, Map.of("min.insync.replicas", "2")))
        .singleElement()
        .satisfies(problem -> assertThat(problem.fix()).isEqualTo("min.insync.replicas to 1"));
  }

  @ParameterizedTest
  @CsvSource({
    "unclean.leader.election.enable, true",
    "min.insync.replicas, 1",
    "retention.ms, 604800000",
    "retention.bytes, 1073741824"
  })
  void warn(String setting, String value) {
    TopicProblem problem = only("p.source", setting, value);
    assertThat(problem.kind()).isEqualTo(Kind.RISK);
    assertThat(problem.isFatal()).isFalse();
  }

  @Test
  void trustARetentionThatTheTopicItselfHas() {
    TopicConfigs own = new TopicConfigs("p.late", 3, Map.of("retention.ms", "604800000"), Set.of());
    assertThat(TopicRules.problems(own, (setting, value) -> value)).isEmpty();
  }

  @Test
  void findAllProblemsOfATopicAtOnce() {
    Map<String, String> configs = new HashMap<>();
    configs.put("cleanup.policy", "compact");
    configs.put("max.message.bytes", "1000");
    configs.put("message.timestamp.before.max.ms", YEARS);
    assertThat(problems("p.late", 3, configs)).hasSize(2);
  }

  private static TopicProblem only(String topic, String setting, String value) {
    return assertThat(problems(topic, 3, Map.of(setting, value))).singleElement().actual();
  }

  private static List<TopicProblem> problems(
      String topic, int replicas, Map<String, String> configs) {
    return TopicRules.problems(
        new TopicConfigs(topic, replicas, configs, configs.keySet()),
        (setting, value) -> setting + " to " + value);
  }
}
