package io.streamproof.audit.observation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.audit.observation.ReadPosition.OriginMark;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.UnreadableException;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.ContentHash;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
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
  private final List<ReferenceRun> runs;
  private final OriginOrder order;
  private final LateEmissions.@Nullable Limit limit;
  private final long start;
  private long committed;
  private long next;
  private long lastRecord;
  private @Nullable Long lastTime;

  /**
   * Begins at a position.
   *
   * @param sourceEnds where the topics that stages read end now
   */
  public PartitionObserver(
      TopicRole role,
      int partition,
      ReadPosition position,
      boolean indexEvents,
      Replayer replayer,
      ToLongFunction<TopicPartition> sourceEnds) {
    this.role = role;
    this.partition = new TopicPartition(role.topic(), partition);
    this.indexEvents = indexEvents;
    this.start = position.start();
    this.committed = position.next();
    this.next = position.next();
    this.lastRecord = position.lastRecord();
    this.lastTime = position.lastTimeMillis();
    this.order = new OriginOrder(position.lastOrigins(), sourceEnds);
    this.limit = LateEmissions.Limit.in(role).orElse(null);
    this.runs =
        role.readers().stream()
            .map(stage -> new ReferenceRun(stage, partition, position, replayer))
            .toList();
  }

  /** The offset to read from: the position, or as far before it as a reference needs. */
  public long readFrom() {
    return runs.stream().mapToLong(ReferenceRun::next).reduce(next, Math::min);
  }

  /** What it means that the topic now begins behind the offset to read from. */
  public Finding expired(long beginning) {
    return Finding.expired(role, partition, readFrom(), beginning, lastTime);
  }

  /** Reads the next record. */
  public void observe(SourceRecord record, ObservedBatch batch) {
    if (record.offset() < next) {
      runs.forEach(run -> run.catchUp(record));
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
    runs.forEach(run -> run.expect(record, batch));
    next = record.offset() + 1;
    lastRecord = record.offset();
    lastTime = lastTime == null ? record.timestamp() : Math.max(lastTime, record.timestamp());
  }

  /** All before an offset has been read: markers behind the last record move the position too. */
  public void readTo(long offset) {
    next = Math.max(next, offset);
  }

  /** Adds the position's move to the batch; {@code last}: nothing more will be read. */
  public void close(ObservedBatch batch, boolean last) {
    if (next > committed) {
      ReadPosition to = new ReadPosition(start, next, lastRecord, lastTime, order.marks());
      batch.move(partition, committed, to);
      runs.forEach(run -> run.snapshot(batch, last));
    }
  }

  /** The batch is in the ledger. */
  public void committed() {
    committed = next;
  }

  private void claim(SourceRecord record, ObservedBatch batch) {
    short pipelineId = role.pipeline().id();
    try {
      Claim claim = Claim.parse(Objects.requireNonNullElse(record.value(), new byte[0]));
      if (claim.partition() == partition.partition()) {
        batch.claim(pipelineId, claim);
        return;
      }
      batch.find(Finding.noClaim(pipelineId, record, "it claims another partition than its own"));
    } catch (UnreadableException e) {
      batch.find(Finding.noClaim(pipelineId, record, String.valueOf(e.getMessage())));
    }
  }

  private void source(SourceRecord record, ObservedBatch batch) {
    short pipelineId = role.pipeline().id();
    batch
        .sourceBlock(
            new SourceBlockKey(pipelineId, record.partition(), Block.number(record.offset())))
        .observe(record.offset(), record.timestamp(), ContentHash.source(record));
    if (indexEvents) {
      SourceEvent.of(pipelineId, record).ifPresent(batch::event);
    }
  }

  private void output(SourceRecord record, ObservedBatch batch) {
    Origin origin = record.origin();
    Optional<AuditedStage> maker = role.credibleMaker(origin);
    if (origin == null || maker.isEmpty()) {
      batch.find(Finding.phantom(role, record, origin));
      return;
    }
    AuditedStage stage = maker.get();
    boolean deadLetters = role.isDeadLetters();
    BlockKey key = BlockKey.of(stage, origin.partition(), origin.offset());
    BlockDelta block = batch.block(key);
    block.observe(
        origin.offset(),
        ContentHash.observed(origin, record, deadLetters),
        OutputIndex.of(record.partition(), deadLetters),
        record.offset(),
        !origin.specification().equals(stage.pipeline().hash()));
    if (isInOrder(stage, origin, record, block, batch) && limit != null) {
      limit.exceededBy(origin, record).ifPresent(took -> batch.late(key).add(origin, record, took));
    }
  }

  private boolean isInOrder(
      AuditedStage stage,
      Origin origin,
      SourceRecord record,
      BlockDelta block,
      ObservedBatch batch) {
    Optional<OriginMark> later =
        order.advance(
            stage,
            origin.partition(),
            new OriginMark(origin.offset(), origin.index(), record.offset()));
    if (later.isEmpty()) {
      return true;
    }
    OriginMark behind = later.get();
    block.candidate();
    batch.candidate(
        new ReorderCandidate(
            stage.id(),
            EmissionKey.of(origin),
            RecordPlace.of(record),
            new EmissionKey(origin.partition(), behind.offset(), behind.index()),
            behind.at()));
    return false;
  }
}
