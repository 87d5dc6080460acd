package io.streamproof.audit.observation;

import io.streamproof.audit.baseline.PipelineBaseline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.log.LogIdentity;
import io.streamproof.audit.log.LogIdentity.EpochMark;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.audit.observation.ReadPosition.OriginMark;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.UnreadableException;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.ContentHash;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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
  private final PipelineBaseline baseline;
  private final boolean indexEvents;
  private final List<ReferenceRun> runs;
  private final OriginOrder order;
  private final LateEmissions.@Nullable Limit limit;
  private final long start;
  private LogIdentity log;
  private long committed;
  private long next;
  private long lastRecord;
  private @Nullable Long lastTime;
  private long beginning;
  private boolean isCatchingUp;

  /**
   * Begins at a position.
   *
   * @param baseline from where on the pipeline is audited
   * @param sourceEnds where the topics that stages read end now
   */
  public PartitionObserver(
      TopicRole role,
      int partition,
      ReadPosition position,
      PipelineBaseline baseline,
      boolean indexEvents,
      Replayer replayer,
      ToLongFunction<TopicPartition> sourceEnds) {
    this.role = role;
    this.baseline = baseline;
    this.partition = new TopicPartition(role.topic(), partition);
    this.indexEvents = indexEvents;
    this.start = position.start();
    this.log = position.log();
    this.committed = position.next();
    this.next = position.next();
    this.lastRecord = position.lastRecord();
    this.lastTime = position.lastTimeMillis();
    this.order = new OriginOrder(position.lastOrigins(), sourceEnds);
    this.limit = LateEmissions.Limit.in(role).orElse(null);
    this.runs =
        role.readers().stream()
            .filter(stage -> baseline.isRepeatable(stage, partition))
            .map(stage -> new ReferenceRun(stage, partition, position, replayer))
            .toList();
    this.isCatchingUp = needs() <= lastRecord;
  }

  /** The offset of the first record needed: the position, or what a reference has yet to see. */
  long needs() {
    return runs.stream().mapToLong(ReferenceRun::next).reduce(next, Math::min);
  }

  /**
   * The offset to read from. While it catches up, that is where its references are; then the one
   * behind its mark, by which it is known whether the log was cut, or behind its last record, since
   * a gap behind it may have been cut. What is left of the log may begin behind all of these.
   */
  public long readFrom() {
    EpochMark mark = log.mark();
    long behindLast = mark == null ? Math.max(start, lastRecord + 1) : mark.offset() + 1;
    return Math.max(beginning, isCatchingUp ? Math.min(needs(), behindLast) : behindLast);
  }

  /** Whether it repeats what is in the ledger already, to know the states of the references. */
  boolean isCatchingUp() {
    return isCatchingUp;
  }

  /** It has come to where the ledger is. */
  void caughtUp() {
    isCatchingUp = false;
  }

  /** The offset of the first record that it has not read. */
  long next() {
    return next;
  }

  /** Whether nothing was at an offset when it was read. */
  boolean isInGap(long offset) {
    return lastRecord < offset && start <= offset && offset < next;
  }

  /** Whether a topic with this id is another one than it has read. */
  boolean isReplacedBy(@Nullable UUID topicId) {
    return log.isReplacedBy(topicId);
  }

  /** The offset of the first record that is not in the ledger. */
  long committed() {
    return committed;
  }

  /** By which brokers know whether the log was cut; null: not known, or its record has expired. */
  @Nullable Integer epoch() {
    EpochMark mark = log.mark();
    return mark == null || mark.offset() + 1 < beginning ? null : mark.epoch();
  }

  /** Says where its log begins now. */
  void logBegins(long offset) {
    beginning = offset;
  }

  /** What it means that the topic now begins behind the offset to read from. */
  public Finding expired(long beginning) {
    return Finding.expired(role, partition, needs(), beginning, lastTime);
  }

  /** Reads the next record. */
  public void observe(SourceRecord record, ObservedBatch batch) {
    if (record.offset() < next) {
      runs.forEach(run -> run.catchUp(record));
      return;
    }
    batch.counted();
    if (!isWithin(record.timestamp())) {
      batch.find(
          Finding.indigestible(role, record, "its time is not between the years 1970 and 9999"));
    }
    if (role.isClaims()) {
      claim(record, batch);
    }
    if (role.isSource()) {
      source(record, batch);
    }
    if (role.isOutput()) {
      output(record, batch);
    }
    runs.forEach(run -> expect(run, record, batch));
    passed(record);
  }

  private void expect(ReferenceRun run, SourceRecord record, ObservedBatch batch) {
    if (record.offset() < baseline.judgedFrom(partition)) {
      run.catchUp(record);
    } else {
      run.expect(record, batch);
    }
  }

  private static boolean isWithin(long time) {
    return time >= 0 && time <= Event.MAX_TIME;
  }

  private void passed(SourceRecord record) {
    next = record.offset() + 1;
    lastRecord = record.offset();
    if (isWithin(record.timestamp())) {
      lastTime = lastTime == null ? record.timestamp() : Math.max(lastTime, record.timestamp());
    }
  }

  /**
   * Passes by a record that cannot be observed: neither its own emission nor those that follow from
   * it can be compared any more.
   */
  void passBy(SourceRecord record, String why, ObservedBatch batch) {
    batch.find(Finding.indigestible(role, record, why));
    role.readers().stream()
        .filter(stage -> baseline.covers(stage, record.partition(), record.offset()))
        .forEach(
            stage ->
                batch
                    .block(BlockKey.of(stage, record.partition(), record.offset()))
                    .cannotCompare(record.offset()));
    Origin origin = record.origin();
    role.credibleMaker(origin)
        .filter(stage -> isCovered(stage, Objects.requireNonNull(origin)))
        .ifPresent(
            stage ->
                batch
                    .block(
                        BlockKey.of(
                            stage, Objects.requireNonNull(origin).partition(), origin.offset()))
                    .cannotCompare(origin.offset()));
    passed(record);
  }

  /**
   * All before an offset has been read: markers behind the last record move the position too.
   *
   * @param mark of the last record polled; null: none was
   */
  void readTo(long offset, @Nullable EpochMark mark) {
    if (mark != null && mark.offset() == lastRecord && !isCatchingUp) {
      log = log.readTo(mark);
    }
    next = Math.max(next, offset);
  }

  /** Adds the position's move to the batch; {@code last}: nothing more will be read. */
  public void close(ObservedBatch batch, boolean last) {
    if (next > committed) {
      ReadPosition to =
          new ReadPosition(start, next, lastRecord, lastTime, order.marks(), log, false);
      batch.move(partition, committed, to);
      runs.forEach(run -> run.snapshot(batch, last));
    }
  }

  /** The batch is in the ledger. */
  public void moved() {
    committed = next;
  }

  private void claim(SourceRecord record, ObservedBatch batch) {
    short pipelineId = role.pipeline().id();
    try {
      Claim claim = Claim.parse(Objects.requireNonNullElse(record.value(), new byte[0]));
      if (claim.partition() == partition.partition()) {
        if (isCovered(claim)) {
          batch.claim(pipelineId, claim);
        }
        return;
      }
      batch.find(Finding.noClaim(pipelineId, record, "it claims another partition than its own"));
    } catch (UnreadableException e) {
      batch.find(Finding.noClaim(pipelineId, record, String.valueOf(e.getMessage())));
    }
  }

  /** A claim that is about a record before the baseline too cannot be compared. */
  private boolean isCovered(Claim claim) {
    TopicPartition source =
        new TopicPartition(role.pipeline().specification().sourceTopic(), partition.partition());
    return claim.firstOffset() >= baseline.readFrom(source);
  }

  private boolean isCovered(AuditedStage stage, Origin origin) {
    return baseline.covers(stage, origin.partition(), origin.offset());
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
    if (!isCovered(stage, origin)) {
      return;
    }
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
    block.candidate(origin.offset());
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
