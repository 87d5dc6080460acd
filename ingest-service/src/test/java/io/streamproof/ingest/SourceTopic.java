package io.streamproof.ingest;

import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics as an auditor does: from first to last, everything that stands there now. */
final class SourceTopic {
  private final String bootstrapServers;
  private final String pipeline;

  SourceTopic(String bootstrapServers, String pipeline) {
    this.bootstrapServers = bootstrapServers;
    this.pipeline = pipeline;
  }

  /** All records, also those whose transaction was taken back. */
  List<SourceRecord> records() {
    return read(pipeline + ".source", "read_uncommitted").stream().map(SourceRecord::of).toList();
  }

  /** The records that a reader of what is committed sees. */
  List<SourceRecord> committed() {
    return read(pipeline + ".source", "read_committed").stream().map(SourceRecord::of).toList();
  }

  /** The claims, each once: an exact repetition says nothing new. */
  Set<Claim> claims() {
    Set<Claim> claims = new LinkedHashSet<>();
    for (ConsumerRecord<byte[], byte[]> record : read(pipeline + ".claims", "read_uncommitted")) {
      Claim claim = Claim.parse(record.value());
      if (record.partition() != claim.partition()) {
        throw new AssertionError("a claim stands in another partition than its records");
      }
      claims.add(claim);
    }
    return claims;
  }

  /** Positions as {@code partition@offset}, in an order of their own. */
  static Set<String> positions(List<SourceRecord> records) {
    return records.stream()
        .map(record -> record.partition() + "@" + record.offset())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The claimed positions; fails if one is claimed twice. */
  static Set<String> claimedPositions(Set<Claim> claims) {
    Set<String> positions = new TreeSet<>();
    for (Claim claim : claims) {
      for (long offset = claim.block() * 256; offset < (claim.block() + 1) * 256; offset++) {
        if (claim.covers(offset) && !positions.add(claim.partition() + "@" + offset)) {
          throw new AssertionError("claimed twice: " + claim.partition() + "@" + offset);
        }
      }
    }
    return positions;
  }

  /** Sums by {@code partition:block} of what was claimed. */
  static Map<String, Tally> claimedTallies(Set<Claim> claims) {
    Map<String, Tally> tallies = new HashMap<>();
    claims.forEach(
        claim ->
            tallies.merge(claim.partition() + ":" + claim.block(), claim.tally(), Tally::plus));
    return tallies;
  }

  /** Sums by {@code partition:block} of what stands in the topic. */
  static Map<String, Tally> tallies(List<SourceRecord> records) {
    Map<String, Tally> tallies = new HashMap<>();
    records.forEach(
        record ->
            tallies.merge(
                record.partition() + ":" + record.offset() / 256,
                ContentHash.source(record),
                Tally::plus));
    return tallies;
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic, String isolation) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            isolation,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(found -> new TopicPartition(topic, found.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
    }
    return records;
  }
}
