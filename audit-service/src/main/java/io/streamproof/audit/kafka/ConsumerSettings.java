package io.streamproof.audit.kafka;

import io.streamproof.audit.catalogue.LedgerIdentity;
import io.streamproof.audit.trouble.GroupCheck;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the audit's consumers need; all else is as the service is configured. None reads a record
 * that is not committed, none commits offsets, and none skips records that retention has taken.
 */
public final class ConsumerSettings {
  private static final String CLIENT = "streamproof-audit";
  private static final int FETCH_BYTES = 256 << 10;
  private static final int LONGEST_ANSWER_MILLIS = 10_000;

  private ConsumerSettings() {}

  /** A consumer of raw bytes. */
  public static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** For {@link KafkaRecordFeed}s, in the group that hands out the partitions. */
  public static Map<String, Object> feeds(Map<String, Object> common, String group) {
    Map<String, Object> settings = reliable(common);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    // A topic that is subscribed to and not there must not come to be with settings of chance.
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return settings;
  }

  /** For one of the feeds of a ledger; their numbers must differ. */
  public static Map<String, Object> feed(
      Map<String, Object> feeds, LedgerIdentity ledger, int number) {
    Map<String, Object> settings = new HashMap<>(feeds);
    String prefix = String.valueOf(feeds.getOrDefault(ConsumerConfig.CLIENT_ID_CONFIG, CLIENT));
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, GroupCheck.clientId(prefix, ledger, number));
    return settings;
  }

  /** For a {@link KafkaTopicLog} of which whole ranges are read. */
  public static Map<String, Object> ranges(Map<String, Object> common) {
    Map<String, Object> settings = reliable(common);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    // Asking for a topic that was deleted must not create it again.
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // A fetch ahead at the end of a log, waiting for records, would delay the next range.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
    return settings;
  }

  /** For a {@link KafkaTopicLog} of which a few hundred records are read here and there. */
  public static Map<String, Object> probes(Map<String, Object> common) {
    Map<String, Object> settings = ranges(common);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LONGEST_ANSWER_MILLIS);
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, LONGEST_ANSWER_MILLIS);
    return settings;
  }

  private static Map<String, Object> reliable(Map<String, Object> common) {
    Map<String, Object> settings = new HashMap<>(common);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // What retention has taken meanwhile must be reported, not skipped.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return settings;
  }
}
