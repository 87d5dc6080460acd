package io.streamproof.audit.observation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.finding.Evidence;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.observation.Position.OriginMark;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.UnreadableException;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.ContentHash;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads one topic partition, in order, and adds what each record means to a batch: as an emission
 * of the stages that write the topic, as an input of those that read it, as an event, as a claim.
 *
 * <p>Records before the position only bring the references' state up to date; they are counted
 * already.
 */
public final class PartitionObserver {
  private final TopicRole role;
  private final TopicPartition partition;
  private final boolean indexEvents;
  private final List<Reader> readers;
  private final OriginOrder order;
  private final @Nullable LatencyLimit latency;
  private final long start;
  private long committed;
  private long next;
  private long lastRecord;
  private @Nullable Long lastTime;

  public PartitionObserver(
      TopicRole role,
      int partition,
      Position position,
      boolean indexEvents,
      Ledger ledger,
      SourceEnds ends) {
    this.role = role;
    this.partition = new TopicPartition(role.topic(), partition);
    this.indexEvents = indexEvents;
    this.start = position.start();
    this.committed = position.next();
    this.next = position.next();
    this.lastRecord = position.lastRecord();
    this.lastTime = position.lastTimeMillis();
    this.order = new OriginOrder(position.lastOrigins(), ends);
    this.latency = LatencyLimit.in(role).orElse(null);
    this.readers =
        role.readers().stream().map(stage -> reader(stage, partition, position, ledger)).toList();
  }

  private static Reader reader(
      AuditedStage stage, int partition, Position position, Ledger ledger) {
    if (!stage.stage().stateful()) {
      return new Reader(stage, partition, position.next());
    }
    Reader reader = new Reader(stage, partition, position.start());
    ledger
        .snapshot(stage.id(), partition, position.next(), stage.pipeline().hash())
        .filter(snapshot -> snapshot.nextOffset() >= position.start())
        .ifPresent(reader::resume);
    return reader;
  }

  /** The offset to read from: the position, or as far before it as a reference needs. */
  public long readFrom() {
    return readers.stream().mapToLong(Reader::next).reduce(next, Math::min);
  }

  /** What it means that the topic now begins behind the offset to read from. */
  public Finding gone(long beginning) {
    List<AuditedStage> concerned = role.readers().isEmpty() ? role.writers() : role.readers();
    return new Finding(
        role.pipeline().id(),
        concerned.isEmpty() ? Finding.SOURCE : concerned.get(0).name(),
        Kind.UNVERIFIABLE,
        partition + "@" + beginning,
        null,
        new Place(partition.topic(), partition.partition(), beginning),
        null,
        null,
        lastTime,
        1,
        false,
        null,
        "records %d to %d of %s were gone before the audit could read them"
            .formatted(readFrom(), beginning - 1, partition),
        null,
        null);
  }

  /** Reads the next record. */
  public void observe(SourceRecord record, Batch batch) {
    if (record.offset() < next) {
      readers.forEach(reader -> reader.process(record));
      return;
    }
    batch.counted();
    if (role.isClaims()) {
      claim(record, batch);
    }
    if (role.isSource()) {
      source(record, batch);
    }
    if (role.isOutput()) {
      output(record, batch);
    }
    readers.forEach(reader -> reader.expect(record, batch));
    next = record.offset() + 1;
    lastRecord = record.offset();
    lastTime = lastTime == null ? record.timestamp() : Math.max(lastTime, record.timestamp());
  }

  /** All before an offset has been read: markers behind the last record move the position too. */
  public void readTo(long offset) {
    next = Math.max(next, offset);
  }

  /** Adds the position's move to the batch; {@code last}: nothing more will be read. */
  public void close(Batch batch, boolean last) {
    if (next > committed) {
      Position to = new Position(start, next, lastRecord, lastTime, order.marks());
      batch.move(partition, committed, to);
      readers.forEach(reader -> reader.snapshot(batch, last));
    }
  }

  /** The batch is in the ledger. */
  public void committed() {
    committed = next;
  }

  private void claim(SourceRecord record, Batch batch) {
    short pipelineId = role.pipeline().id();
    try {
      Claim claim = Claim.parse(Objects.requireNonNullElse(record.value(), new byte[0]));
      if (claim.partition() == partition.partition()) {
        batch.claim(pipelineId, claim);
        return;
      }
      batch.find(noClaim(pipelineId, record, "it claims another partition than its own"));
    } catch (UnreadableException e) {
      batch.find(noClaim(pipelineId, record, String.valueOf(e.getMessage())));
    }
  }

  private static Finding noClaim(short pipelineId, SourceRecord record, String why) {
    Place place = new Place(record.topic(), record.partition(), record.offset());
    return new Finding(
        pipelineId,
        Finding.SOURCE,
        Kind.UNVERIFIABLE,
        place.toString(),
        null,
        place,
        record.key(),
        null,
        null,
        1,
        false,
        null,
        "a record in the claims topic is no claim: " + why,
        null,
        Evidence.of(record));
  }

  private void source(SourceRecord record, Batch batch) {
    short pipelineId = role.pipeline().id();
    batch
        .sourceBlock(
            new SourceBlockKey(pipelineId, record.partition(), Block.number(record.offset())))
        .observe(record.offset(), record.timestamp(), ContentHash.source(record));
    if (indexEvents) {
      SourceEvent.of(pipelineId, record).ifPresent(batch::event);
    }
  }

  private void output(SourceRecord record, Batch batch) {
    Origin origin = record.origin();
    Optional<AuditedStage> maker = OriginCheck.maker(role, origin);
    if (origin == null || maker.isEmpty()) {
      batch.find(OriginCheck.phantom(role, record, origin));
      return;
    }
    AuditedStage stage = maker.get();
    boolean deadLetters = role.isDeadLetters();
    BlockKey key = BlockKey.of(stage, origin.partition(), origin.offset());
    BlockDelta block = batch.block(key);
    block.observe(
        origin.offset(),
        ContentHash.observed(origin, record, deadLetters),
        Slot.of(record.partition(), deadLetters),
        record.offset(),
        !origin.specification().equals(stage.pipeline().hash()));
    if (isInOrder(stage, origin, record, block, batch) && latency != null) {
      latency
          .exceededBy(origin, record)
          .ifPresent(took -> batch.late(key).add(origin, record, took));
    }
  }

  private boolean isInOrder(
      AuditedStage stage, Origin origin, SourceRecord record, BlockDelta block, Batch batch) {
    Optional<OriginMark> later =
        order.advance(
            stage,
            origin.partition(),
            new OriginMark(origin.offset(), origin.index(), record.offset()));
    if (later.isEmpty()) {
      return true;
    }
    block.suspect();
    batch.suspect(
        new Suspicion(
            stage.id(),
            origin.partition(),
            origin.offset(),
            origin.index(),
            new Place(record.topic(), record.partition(), record.offset()),
            later.get().offset(),
            later.get().index(),
            later.get().at()));
    return false;
  }
}
