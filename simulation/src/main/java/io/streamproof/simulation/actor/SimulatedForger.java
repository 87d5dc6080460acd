package io.streamproof.simulation.actor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.Tally;
import io.streamproof.simulation.broker.LogEntry;
import io.streamproof.simulation.broker.SimulatedBroker;
import io.streamproof.simulation.broker.SimulatedLog;
import io.streamproof.simulation.schedule.SeededRandom;
import io.streamproof.simulation.schedule.StepTrace;
import io.streamproof.simulation.schedule.VirtualClock;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Somebody who writes into topics what is not for him to write. */
public final class SimulatedForger {
  private static final int FAR = 10_000;

  private final AuditedPipeline pipeline;
  private final SimulatedBroker broker;
  private final VirtualClock clock;
  private final StepTrace trace;
  private final Consumer<LogEntry> forged;
  private final ClaimListener forgedClaims;

  /** Hears of claims of what nobody has acknowledged. */
  public interface ClaimListener {
    void forged(int partition, long block);
  }

  /** Makes a forger; a checker is to know what is his. */
  public SimulatedForger(
      AuditedPipeline pipeline,
      SimulatedBroker broker,
      VirtualClock clock,
      StepTrace trace,
      Consumer<LogEntry> forged,
      ClaimListener forgedClaims) {
    this.pipeline = pipeline;
    this.broker = broker;
    this.clock = clock;
    this.trace = trace;
    this.forged = forged;
    this.forgedClaims = forgedClaims;
  }

  /** Writes a record into an output topic: a repetition, or one without or with a wrong origin. */
  public void forge(SeededRandom random) {
    SimulatedLog log = random.pick(broker.logs(random.pick(pipeline.stages()).outputTopic()));
    List<LogEntry> there = log.committed(log.beginning());
    if (there.isEmpty()) {
      return;
    }
    SourceRecord original = random.pick(there).record();
    Headers headers = new RecordHeaders(original.headers().toArray());
    @Nullable Origin origin = original.origin();
    int way = random.below(4);
    if (way == 1) {
      headers.remove(HeaderNames.ORIGIN);
    } else if (way == 2 && origin != null) {
      headers.remove(HeaderNames.ORIGIN);
      headers.add(HeaderNames.ORIGIN, far(origin).toBytes());
    }
    byte[] value = way == 3 ? "{\"n\":-2}".getBytes(UTF_8) : original.value();
    forged.accept(
        log.write(
            new SourceRecord(
                original.topic(),
                original.partition(),
                log.end(),
                original.timestamp(),
                original.key(),
                value,
                headers)));
    trace.note(
        "a record is forged in %s@%s after %s, in way %s",
        log.partition(), log.end() - 1, original.offset(), way);
  }

  private static Origin far(Origin origin) {
    return new Origin(
        origin.stage(),
        origin.partition(),
        origin.offset() + FAR,
        origin.index(),
        origin.specification(),
        origin.emittedAtMicros());
  }

  /** Claims an offset near the end of the source topic, of which nobody was told. */
  public void claim(SeededRandom random) {
    SimulatedLog log = random.pick(broker.logs(pipeline.specification().sourceTopic()));
    long offset = Math.max(0, log.end() + random.between(-20, Block.SIZE));
    int bit = (int) (offset % Block.SIZE);
    long[] words = new long[Block.SIZE / Long.SIZE];
    words[bit / Long.SIZE] = Long.MIN_VALUE >>> (bit % Long.SIZE);
    int partition = log.partition().partition();
    Claim claim =
        Claim.of(
            partition,
            Block.number(offset),
            words,
            new Tally(1, random.nextLong(), random.nextLong()));
    broker.append(
        new TopicPartition(pipeline.specification().claimsTopic(), partition),
        clock.millis(),
        claim.key(),
        claim.toJson(),
        new RecordHeaders());
    forgedClaims.forged(partition, claim.block());
    trace.note("a claim of %s@%s is forged", log.partition(), offset);
  }
}
