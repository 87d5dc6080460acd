package io.streamproof.audit.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** How a walk's consumer differs from others: it reads a few hundred records here and there. */
final class RecordLogSettings {
  private static final int FETCH_BYTES = 256 << 10;
  private static final int LONGEST_ANSWER_MILLIS = 10_000;

  private RecordLogSettings() {}

  static Map<String, Object> of(Map<String, Object> common) {
    Map<String, Object> settings = new HashMap<>(common);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // What retention has taken meanwhile is to be said, not skipped.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    // A walk that asks for a topic that was deleted must not make it anew.
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LONGEST_ANSWER_MILLIS);
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, LONGEST_ANSWER_MILLIS);
    return settings;
  }
}
