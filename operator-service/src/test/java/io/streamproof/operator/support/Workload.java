package io.streamproof.operator.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Partitioner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of a source topic, by a seed: mostly good events out of order, among them what clients
 * and foreign writers get wrong.
 */
public final class Workload {
  private static final String[] KEYS = {"a", "b", "c", "日本", "ключ", "🔑", ""};
  private static final long EPOCH_MILLIS = 1_000_000_000_000L;

  private final Random random;
  private final String topic;
  private final int partitions;

  public Workload(long seed, String topic, int partitions) {
    this.random = new Random(seed);
    this.topic = topic;
    this.partitions = partitions;
  }

  public List<ProducerRecord<byte[], byte[]>> records(int count) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      records.add(record(n));
    }
    return records;
  }

  private ProducerRecord<byte[], byte[]> record(int n) {
    byte[] key = random.nextInt(20) == 0 ? null : KEYS[random.nextInt(KEYS.length)].getBytes(UTF_8);
    int partition =
        key == null ? random.nextInt(partitions) : Partitioner.partition(key, 0, partitions);
    long time = EPOCH_MILLIS + n * 500L + random.nextInt(30_000);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, partition, time, key, value(n));
    if (random.nextInt(20) > 0) {
      put(record, HeaderNames.TRACEPARENT, "00-" + hex() + hex() + "-" + hex() + "-01");
      put(record, HeaderNames.SPEC_VERSION, "1.0");
      put(record, HeaderNames.ID, String.valueOf(random.nextInt(10) == 0 ? n / 2 : n));
      put(record, HeaderNames.SOURCE, "workload");
      put(record, HeaderNames.TYPE, random.nextInt(8) == 0 ? "rate" : "sale");
      put(record, HeaderNames.CONTENT_TYPE, "application/json");
    }
    if (random.nextInt(10) == 0) {
      put(record, HeaderNames.TRACESTATE, "vendor=" + n);
    }
    return record;
  }

  private byte @Nullable [] value(int n) {
    return switch (random.nextInt(40)) {
      case 0 -> null;
      case 1 -> "no json".getBytes(UTF_8);
      case 2 -> "[1,2]".getBytes(UTF_8);
      case 3 -> "{\"n\":null,\"text\":\"é\"}".getBytes(UTF_8);
      default ->
          String.format(
                  Locale.ROOT,
                  "{\"n\":%d,\"amount\":%d.%02d,\"text\":\"größe %d\",\"big\":12345678901234567890}",
                  n,
                  random.nextInt(1_000),
                  random.nextInt(100),
                  n)
              .getBytes(UTF_8);
    };
  }

  private String hex() {
    return String.format(Locale.ROOT, "%016x", random.nextLong() | 1);
  }

  private static void put(ProducerRecord<byte[], byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }
}
