package io.streamproof.pipeline.kafka;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.SEGMENT_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG;

import io.streamproof.pipeline.kafka.TopicProblem.Kind;
import io.streamproof.pipeline.record.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the settings of a topic must be for its part in a pipeline: everything that the correctness
 * of results, or their coming at all, depends on. A setting that is not known breaks no rule.
 */
final class TopicRules {
  private static final String CREATE_TIME = "CreateTime";
  private static final String FOREVER = "-1";

  private final TopicConfigs topic;
  private final TopicPart part;
  private final SettingFix fix;
  private final List<TopicProblem> problems = new ArrayList<>();

  private TopicRules(TopicConfigs topic, SettingFix fix) {
    this.topic = topic;
    this.part = TopicPart.of(topic.name());
    this.fix = fix;
  }

  /** How a setting is given another value, as an imperative. */
  @FunctionalInterface
  interface SettingFix {
    String of(String setting, String value);
  }

  static List<TopicProblem> problems(TopicConfigs topic, SettingFix fix) {
    TopicRules rules = new TopicRules(topic, fix);
    rules.checkSizes();
    rules.checkCleanup();
    rules.checkTimestamps();
    rules.checkReplicas();
    rules.checkRetention();
    return List.copyOf(rules.problems);
  }

  private void checkSizes() {
    long needed = part.neededBytes();
    atLeast(
        MAX_MESSAGE_BYTES_CONFIG, needed, "a larger record stops whoever writes it, at each start");
    // A batch that does not fit into a segment is refused like one that is too large.
    atLeast(SEGMENT_BYTES_CONFIG, needed, "a larger record fits into no segment");
    Long most = topic.number(MAX_MESSAGE_BYTES_CONFIG);
    if (part == TopicPart.SOURCE && most != null && most > Topics.MAX_MESSAGE_BYTES) {
      setting(
          MAX_MESSAGE_BYTES_CONFIG,
          "at most " + Topics.MAX_MESSAGE_BYTES,
          "a larger record that cannot be processed fits into no dead-letter topic and stops its"
              + " stage",
          String.valueOf(Topics.MAX_MESSAGE_BYTES));
    }
  }

  private void checkCleanup() {
    String policy = topic.value(CLEANUP_POLICY_CONFIG);
    if (policy == null) {
      return;
    }
    List<String> policies = Arrays.stream(policy.split(",")).map(String::strip).toList();
    if (part == TopicPart.CHANGELOG) {
      if (policies.contains(CLEANUP_POLICY_DELETE)) {
        setting(
            CLEANUP_POLICY_CONFIG,
            CLEANUP_POLICY_COMPACT,
            "state that is deleted from its log is missing when it is restored",
            CLEANUP_POLICY_COMPACT);
      }
    } else if (policies.contains(CLEANUP_POLICY_COMPACT)) {
      problem(
          Kind.COMPACTION,
          CLEANUP_POLICY_CONFIG,
          CLEANUP_POLICY_DELETE,
          "compaction removes records that are events, results or evidence",
          CLEANUP_POLICY_DELETE);
    }
  }

  private void checkTimestamps() {
    if (part == TopicPart.CLAIMS) {
      return;
    }
    String type = topic.value(MESSAGE_TIMESTAMP_TYPE_CONFIG);
    if (type != null && !type.equals(CREATE_TIME)) {
      setting(
          MESSAGE_TIMESTAMP_TYPE_CONFIG,
          CREATE_TIME,
          "a record's timestamp is its event time, and the broker replaces it",
          CREATE_TIME);
    }
    // Into the source only ingest writes, which answers a client whose event is refused.
    if (part != TopicPart.SOURCE) {
      anyTime(MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG);
      anyTime(MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG);
    }
  }

  private void anyTime(String name) {
    Long most = topic.number(name);
    if (most != null && most < Event.MAX_TIME) {
      setting(
          name,
          "at least " + Event.MAX_TIME,
          "a record whose event time is further away is refused and stops its stage",
          String.valueOf(Long.MAX_VALUE));
    }
  }

  private void checkReplicas() {
    Long inSync = topic.number(MIN_IN_SYNC_REPLICAS_CONFIG);
    int replicas = topic.replicas();
    if (inSync != null && replicas > 0 && inSync > replicas) {
      setting(
          MIN_IN_SYNC_REPLICAS_CONFIG,
          "at most " + replicas + ", the number of its replicas",
          "no record is ever acknowledged",
          String.valueOf(Math.max(1, replicas - 1)));
    }
    if (inSync != null && inSync == 1 && replicas > 1) {
      risk(MIN_IN_SYNC_REPLICAS_CONFIG, "an acknowledged record may be on one broker only", "2");
    }
    if ("true".equals(topic.value(UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG))) {
      risk(
          UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
          "acknowledged records are lost when a replica that lacks them becomes the leader",
          "false");
    }
  }

  /** A retention that somebody has set on the topic is meant; one that it inherits may not be. */
  private void checkRetention() {
    if (part == TopicPart.CHANGELOG) {
      return;
    }
    for (String name : List.of(RETENTION_MS_CONFIG, RETENTION_BYTES_CONFIG)) {
      String value = topic.value(name);
      if (value != null && !value.equals(FOREVER) && topic.isInherited(name)) {
        risk(
            name,
            "by the brokers' default: records are deleted by the age of their event time, or by"
                + " size, whether or not they were processed and proven",
            FOREVER);
      }
    }
  }

  private void atLeast(String name, long least, String otherwise) {
    Long value = topic.number(name);
    if (value != null && value < least) {
      setting(name, "at least " + least, otherwise, String.valueOf(least));
    }
  }

  private void setting(String name, String needed, String otherwise, String value) {
    problem(Kind.SETTING, name, needed, otherwise, value);
  }

  private void problem(Kind kind, String name, String needed, String otherwise, String value) {
    problems.add(
        new TopicProblem(
            topic.name(),
            kind,
            "topic %s has %s=%s, which must be %s: %s"
                .formatted(topic.name(), name, topic.value(name), needed, otherwise),
            fix.of(name, value)));
  }

  private void risk(String name, String why, String value) {
    problems.add(
        new TopicProblem(
            topic.name(),
            Kind.RISK,
            "topic %s has %s=%s: %s".formatted(topic.name(), name, topic.value(name), why),
            "if that is not meant, " + fix.of(name, value)));
  }
}
