package io.streamproof.simulation.actor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Partitioner;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.simulation.broker.LogEntry;
import io.streamproof.simulation.broker.LogEntry.Fate;
import io.streamproof.simulation.broker.SimulatedBroker;
import io.streamproof.simulation.broker.SimulatedLog;
import io.streamproof.simulation.schedule.SeededRandom;
import io.streamproof.simulation.schedule.StepTrace;
import io.streamproof.simulation.schedule.VirtualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * An ingest instance: it writes events, tells their clients so, and claims what it has told them,
 * late, and sometimes twice. It may be killed in between.
 */
public final class SimulatedIngest {
  private static final int MOST_EVENTS = 6;
  private static final int KEYS = 3;

  private final String name;
  private final AuditedPipeline pipeline;
  private final SimulatedBroker broker;
  private final VirtualClock clock;
  private final StepTrace trace;
  private final List<Acknowledgement> acknowledged;
  private final List<Sending> inFlight = new ArrayList<>();
  private final List<Acknowledgement> unclaimed = new ArrayList<>();
  private final List<Claim> published = new ArrayList<>();
  private PendingClaims pending = new PendingClaims();
  private int sent;

  /** Makes an instance; what it tells its clients goes into {@code acknowledged}. */
  public SimulatedIngest(
      String name,
      AuditedPipeline pipeline,
      SimulatedBroker broker,
      VirtualClock clock,
      StepTrace trace,
      List<Acknowledgement> acknowledged) {
    this.name = name;
    this.pipeline = pipeline;
    this.broker = broker;
    this.clock = clock;
    this.trace = trace;
    this.acknowledged = acknowledged;
  }

  /** An event on its way to the log; null: it does not get there. */
  private record Sending(SourceRecord record, @Nullable LogEntry entry) {}

  /** What is wrong with an event on its way. */
  public enum SourceFault {
    NONE,
    /** The client is told that it is there, and it is not. */
    MISSING,
    /** What is there is not what the client sent. */
    ALTERED
  }

  /** Writes some events, all of them right. */
  public void send(SeededRandom random) {
    for (int left = random.between(1, MOST_EVENTS); left > 0; left--) {
      send(random, SourceFault.NONE);
    }
  }

  /** Writes an event. */
  public void send(SeededRandom random, SourceFault fault) {
    sent++;
    String key = "k" + random.below(KEYS);
    int partitions = pipeline.specification().partitions();
    SimulatedLog log =
        broker.log(
            new TopicPartition(
                pipeline.specification().sourceTopic(),
                Partitioner.partition(key.getBytes(UTF_8), 0, partitions)));
    SourceRecord record = event(log, key, random);
    Sending sending =
        switch (fault) {
          case NONE -> new Sending(record, log.write(record));
          case ALTERED -> new Sending(record, log.write(altered(record)));
          case MISSING -> {
            log.skip(1);
            yield new Sending(record, null);
          }
        };
    inFlight.add(sending);
    trace.note(
        "%s writes an event to %s@%s%s", name, log.partition(), record.offset(), word(fault));
  }

  private static String word(SourceFault fault) {
    return switch (fault) {
      case NONE -> "";
      case ALTERED -> ", which is altered on its way";
      case MISSING -> ", which gets lost";
    };
  }

  private SourceRecord event(SimulatedLog log, String key, SeededRandom random) {
    long time = clock.millis() - random.below(5_000);
    Headers headers = new RecordHeaders();
    headers.add(
        HeaderNames.TRACEPARENT,
        "00-%s%s-%s-00"
            .formatted(hex(random.nextLong() | 1), hex(random.nextLong()), hex(sent))
            .getBytes(UTF_8));
    headers.add(HeaderNames.ID, (name + "-" + sent).getBytes(UTF_8));
    headers.add(HeaderNames.SOURCE, "/simulation".getBytes(UTF_8));
    headers.add(HeaderNames.TYPE, "order".getBytes(UTF_8));
    headers.add(HeaderNames.TIME, Instant.ofEpochMilli(time).toString().getBytes(UTF_8));
    return new SourceRecord(
        log.partition().topic(),
        log.partition().partition(),
        log.end(),
        time,
        key.getBytes(UTF_8),
        "{\"n\":%s}".formatted(random.below(10)).getBytes(UTF_8),
        headers);
  }

  private static String hex(long value) {
    return HexFormat.of().toHexDigits(value);
  }

  private static SourceRecord altered(SourceRecord record) {
    return new SourceRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        "{\"n\":99}".getBytes(UTF_8),
        record.headers());
  }

  /** Tells clients of some of the events that are written; each is to be claimed from then on. */
  public void acknowledge(SeededRandom random) {
    for (int left = random.between(1, 2 * MOST_EVENTS); left > 0 && !inFlight.isEmpty(); left--) {
      Sending sending = inFlight.remove(0);
      SourceRecord record = sending.record();
      @Nullable LogEntry entry = sending.entry();
      if (entry != null && entry.fate() == Fate.LOST) {
        // No broker has acknowledged it before it was lost.
        continue;
      }
      Acknowledgement told = new Acknowledgement(record, entry, clock.micros());
      acknowledged.add(told);
      unclaimed.add(told);
      pending.add(record.partition(), record.offset(), ContentHash.source(record));
      trace.note(
          "%s acknowledges %s-%s@%s", name, record.topic(), record.partition(), record.offset());
    }
  }

  /** Claims all that it has acknowledged. */
  public void claim() {
    pending.take().forEach(this::publish);
    unclaimed.forEach(told -> told.claim(clock.micros()));
    unclaimed.clear();
  }

  private void publish(Claim claim) {
    String topic = pipeline.specification().claimsTopic();
    broker.append(
        new TopicPartition(topic, claim.partition()),
        clock.millis(),
        claim.key(),
        claim.toJson(),
        new RecordHeaders());
    published.add(claim);
    trace.note(
        "%s claims %s records of block %s of partition %s",
        name, claim.tally().count(), claim.block(), claim.partition());
  }

  /** Publishes a claim once more, as a producer may. */
  public void repeatClaim(SeededRandom random) {
    if (!published.isEmpty()) {
      publish(random.pick(published));
    }
  }

  /** It is killed, and started again: what it has not claimed it never will. */
  public void crash() {
    inFlight.clear();
    unclaimed.clear();
    pending = new PendingClaims();
    trace.note("%s is killed and started again", name);
  }

  /** Whether clients wait for its word. */
  public boolean isWaitedFor() {
    return !inFlight.isEmpty();
  }
}
