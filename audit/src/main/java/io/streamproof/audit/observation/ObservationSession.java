package io.streamproof.audit.observation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.log.LogCutException;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.log.RecordFeed;
import io.streamproof.audit.log.RecordFeed.LogBounds;
import io.streamproof.audit.log.UndecodableException;
import io.streamproof.audit.observation.Ledger.AwayException;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.audit.trouble.TroubleLog;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one feed from its start to its end, a step at a time. The feed only hands out the
 * partitions; where to read from is in the ledger, and what was read is written there together with
 * how far.
 *
 * <p>Whatever goes wrong with a partition stays with it: each pipeline's records are written in a
 * batch of their own; where one cannot be written, its partitions are read again, each in a batch
 * of its own, and the one that fails again is retried after ever longer pauses, while all others
 * are read on. Only failures to reach the brokers or the ledger at all end the session.
 */
public final class ObservationSession implements RecordFeed.AssignmentListener {
  private static final Logger LOG = LoggerFactory.getLogger(ObservationSession.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);

  private final RecordFeed feed;
  private final Ledger ledger;
  private final OffsetReader offsets;
  private final PartitionOpener opener;
  private final Map<String, TopicRole> roles;
  private final TroubleLog troubles;
  private final ObservationSettings settings;
  private final LongSupplier nanoClock;
  private final Consumer<ObservedBatch> written;
  private final Map<TopicPartition, PartitionObserver> observers = new LinkedHashMap<>();
  private final Map<TopicPartition, Setback> setbacks = new LinkedHashMap<>();
  private final Map<Object, ObservedBatch> batches = new LinkedHashMap<>();
  private @Nullable Set<String> subscribed;
  private int read;
  private long batchBegan;
  private long checked;

  /**
   * Makes a session.
   *
   * @param troubles by which a pipeline may not be readable
   * @param nanoClock never goes back
   * @param clock for when a baseline is accepted
   * @param written given each batch that the ledger has taken
   */
  public ObservationSession(
      RecordFeed feed,
      Ledger ledger,
      OffsetReader offsets,
      Replayer replayer,
      List<AuditedPipeline> pipelines,
      TroubleLog troubles,
      ObservationSettings settings,
      LongSupplier nanoClock,
      InstantSource clock,
      Consumer<ObservedBatch> written) {
    this.feed = feed;
    this.ledger = ledger;
    this.offsets = offsets;
    this.troubles = troubles;
    this.settings = settings;
    this.nanoClock = nanoClock;
    this.written = written;
    this.batchBegan = nanoClock.getAsLong();
    this.checked = nanoClock.getAsLong();
    this.roles =
        pipelines.stream()
            .flatMap(pipeline -> pipeline.topics().keySet().stream().map(pipeline::role))
            .collect(Collectors.toMap(TopicRole::topic, role -> role));
    this.opener = new PartitionOpener(feed, ledger, replayer, roles, settings, clock);
  }

  /** Asks for partitions. */
  public void begin() {
    subscribe();
  }

  /** Asks for the partitions of those pipelines that can be read at present. */
  private void subscribe() {
    Set<String> usable =
        roles.values().stream()
            .filter(role -> troubles.isUsable(role.pipeline().name()))
            .map(TopicRole::topic)
            .collect(Collectors.toSet());
    if (!usable.equals(subscribed)) {
      feed.subscribe(usable, this);
      subscribed = usable;
    }
  }

  /** Reads what comes next, and writes the batches if they are due. */
  public void step() {
    retry();
    read(poll());
    if (isFull() || isOver(batchBegan, settings.batchInterval())) {
      write(false);
    }
    if (isOver(checked, CHECK_INTERVAL)) {
      check();
    }
  }

  /** Not before all of a poll is read: the last record of it marks the log. */
  private boolean isFull() {
    return read >= settings.batchRecords()
        || batches.values().stream().anyMatch(ObservedBatch::hasManyFindings);
  }

  /** Writes what was read, since no more will be. */
  public void finish() {
    write(true);
  }

  /** Forgets what was read and not written, after a failure. */
  public void abandon() {
    observers.clear();
    batches.clear();
  }

  @Override
  public void assigned(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      // Until it is opened: a consumer has to have a position.
      feed.seek(partition, 0, null);
      feed.pause(partition);
    }
    open(partitions);
  }

  @Override
  public void revoked(Collection<TopicPartition> partitions) {
    write(true);
    partitions.forEach(observers::remove);
    partitions.forEach(setbacks::remove);
  }

  @Override
  public void lost(Collection<TopicPartition> partitions) {
    throw new IllegalStateException("lost its partitions; nothing of the open batches is written");
  }

  private Map<TopicPartition, List<SourceRecord>> poll() {
    try {
      Map<TopicPartition, List<SourceRecord>> records = new HashMap<>(feed.poll(POLL));
      Map<TopicPartition, Long> filled = filledGaps(records);
      if (!filled.isEmpty()) {
        // What was polled of the same pipelines comes again, behind what was read and not written.
        records.keySet().removeAll(cut(filled.keySet(), filled));
      }
      return records;
    } catch (LogCutException e) {
      cut(e.partitions(), e.truncatedAt());
      return Map.of();
    } catch (UndecodableException e) {
      skip(e);
      return Map.of();
    }
  }

  /** Where records are in what were gaps when it was read: their logs were cut there. */
  private Map<TopicPartition, Long> filledGaps(Map<TopicPartition, List<SourceRecord>> records) {
    Map<TopicPartition, Long> filled = new HashMap<>();
    records.forEach(
        (partition, own) -> {
          @Nullable PartitionObserver observer = observers.get(partition);
          if (observer != null) {
            own.stream()
                .mapToLong(SourceRecord::offset)
                .filter(observer::isInGap)
                .findFirst()
                .ifPresent(offset -> filled.put(partition, offset));
          }
        });
    return filled;
  }

  /** Gives the partitions that are read again from where the ledger is, or no more. */
  private Set<TopicPartition> cut(
      Set<TopicPartition> partitions, Map<TopicPartition, Long> truncatedAt) {
    LOG.warn("logs were cut: {} {}", partitions, truncatedAt);
    truncatedAt.forEach(opener::halt);
    return reopen(partitions);
  }

  /** Reads on behind a damaged batch, once all that was read before it is written. */
  private void skip(UndecodableException e) {
    LOG.warn("{}", e.getMessage());
    write(false);
    TopicPartition partition = e.partition();
    @Nullable PartitionObserver observer = observers.get(partition);
    if (observer != null) {
      long from = Math.max(e.offset(), observer.next());
      opener.skip(partition, from, feed.readableFrom(partition, from));
      reopen(List.of(partition));
    }
  }

  private void read(Map<TopicPartition, List<SourceRecord>> polled) {
    polled.forEach(
        (partition, records) -> {
          for (SourceRecord record : records) {
            PartitionObserver observer = observers.get(partition);
            if (observer != null && !isCaughtUp(observer, record.offset())) {
              read(partition, observer, record);
            }
          }
        });
    advance();
  }

  /** Moves observers behind markers too, and finds logs that were cut. */
  private void advance() {
    Set<TopicPartition> cut = new LinkedHashSet<>();
    Map<TopicPartition, Long> truncatedAt = new HashMap<>();
    observers.forEach(
        (partition, observer) -> {
          try {
            feed.position(partition).ifPresent(position -> advance(partition, observer, position));
          } catch (LogCutException e) {
            cut.addAll(e.partitions());
            truncatedAt.putAll(e.truncatedAt());
          }
        });
    if (!cut.isEmpty()) {
      cut(cut, truncatedAt);
    }
  }

  private void advance(TopicPartition partition, PartitionObserver observer, long position) {
    if (isCaughtUp(observer, position)) {
      // From the mark on, so that the log is seen to be the one that was read.
      observer.caughtUp();
      seek(partition, observer);
    } else {
      observer.readTo(position, feed.lastPolled(partition));
    }
  }

  /** Whether an observer that catches up has come to what is new. */
  private static boolean isCaughtUp(PartitionObserver observer, long offset) {
    return observer.isCatchingUp() && offset >= observer.next();
  }

  private void read(TopicPartition partition, PartitionObserver observer, SourceRecord record) {
    ObservedBatch batch = batches.computeIfAbsent(group(partition), key -> new ObservedBatch());
    try {
      observer.observe(record, batch);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.warn("{}@{} cannot be verified: {}", partition, record.offset(), e.toString());
      LOG.debug("{}@{} cannot be verified", partition, record.offset(), e);
      observer.passBy(record, e.toString(), batch);
    }
    read++;
  }

  /** What a partition's records are written together with. */
  private Object group(TopicPartition partition) {
    return setbacks.containsKey(partition) ? partition : role(partition).pipeline().id();
  }

  private void write(boolean last) {
    Map<Object, List<TopicPartition>> groups =
        observers.keySet().stream()
            .collect(Collectors.groupingBy(this::group, LinkedHashMap::new, Collectors.toList()));
    groups.forEach((group, partitions) -> write(group, partitions, last));
    batches.clear();
    read = 0;
    batchBegan = nanoClock.getAsLong();
  }

  private void write(Object group, List<TopicPartition> partitions, boolean last) {
    ObservedBatch batch = batches.computeIfAbsent(group, key -> new ObservedBatch());
    try {
      partitions.forEach(partition -> observer(partition).close(batch, last));
      if (!batch.isEmpty()) {
        ledger.commit(batch);
        partitions.forEach(partition -> observer(partition).moved());
        written.accept(batch);
        partitions.forEach(setbacks::remove);
      }
    } catch (AwayException e) {
      throw e;
    } catch (RuntimeException e) {
      partitions.forEach(partition -> setBack(partition, e));
    }
  }

  private void setBack(TopicPartition partition, RuntimeException failure) {
    Setback setback = Setback.after(setbacks.get(partition), nanoClock.getAsLong());
    LOG.warn("{} is read again from where the ledger is: {}", partition, failure.toString());
    LOG.debug("{} is read again", partition, failure);
    observers.remove(partition);
    setbacks.put(partition, setback);
    feed.pause(partition);
    if (setback.isSerious()) {
      ledger.quarantine(partition, String.valueOf(failure.getMessage()));
    }
  }

  private void retry() {
    long now = nanoClock.getAsLong();
    open(
        setbacks.entrySet().stream()
            .filter(each -> !observers.containsKey(each.getKey()) && each.getValue().isDue(now))
            .map(Map.Entry::getKey)
            .toList());
  }

  /**
   * Reads partitions on from where the ledger is, and all others that are written together with
   * them. What was read of them since is forgotten.
   */
  private Set<TopicPartition> reopen(Collection<TopicPartition> partitions) {
    Set<Object> groups = partitions.stream().map(this::group).collect(Collectors.toSet());
    Set<TopicPartition> affected =
        observers.keySet().stream()
            .filter(each -> groups.contains(group(each)))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    groups.forEach(batches::remove);
    open(affected);
    return affected;
  }

  private void open(Collection<TopicPartition> assigned) {
    List<TopicPartition> partitions = assigned.stream().filter(this::isSpecified).toList();
    if (partitions.isEmpty()) {
      return;
    }
    Map<String, UUID> ids =
        offsets.topicIds(
            partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
    Map<TopicPartition, LogBounds> bounds = bounds(partitions);
    for (TopicPartition partition : partitions) {
      try {
        observers.remove(partition);
        Optional<PartitionObserver> observer =
            opener.open(partition, ids.get(partition.topic()), bounds.get(partition));
        observer.ifPresent(opened -> begin(partition, opened));
        if (observer.isEmpty()) {
          setbacks.remove(partition);
          feed.pause(partition);
        }
      } catch (AwayException e) {
        throw e;
      } catch (RuntimeException e) {
        setBack(partition, e);
      }
    }
  }

  /** A partition beyond those that the specification knows is part of no pipeline. */
  private boolean isSpecified(TopicPartition partition) {
    return partition.partition()
        < role(partition).pipeline().specification().partitionsOf(partition.topic());
  }

  /** Asked one by one, where the brokers do not give them all. */
  private Map<TopicPartition, LogBounds> bounds(Collection<TopicPartition> partitions) {
    try {
      return feed.bounds(partitions);
    } catch (KafkaException e) {
      if (partitions.size() == 1) {
        return Map.of();
      }
      Map<TopicPartition, LogBounds> bounds = new HashMap<>();
      partitions.forEach(partition -> bounds.putAll(bounds(List.of(partition))));
      return bounds;
    }
  }

  private void begin(TopicPartition partition, PartitionObserver observer) {
    observers.put(partition, observer);
    seek(partition, observer);
    feed.resume(partition);
  }

  private void seek(TopicPartition partition, PartitionObserver observer) {
    feed.seek(partition, observer.readFrom(), observer.epoch());
  }

  /** Whether topics were replaced, or the ledger was, meanwhile; and whether trouble is over. */
  private void check() {
    checked = nanoClock.getAsLong();
    subscribe();
    Map<String, UUID> ids =
        offsets.topicIds(
            observers.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet()));
    Map<TopicPartition, Long> positions = new HashMap<>();
    observers.forEach((partition, observer) -> positions.put(partition, observer.committed()));
    List<TopicPartition> changed =
        observers.entrySet().stream()
            .filter(each -> each.getValue().isReplacedBy(ids.get(each.getKey().topic())))
            .map(Map.Entry::getKey)
            .collect(Collectors.toList());
    changed.addAll(ledger.moved(positions));
    changed.addAll(cutWhileCatchingUp());
    reopen(changed);
    release();
  }

  /** Until it has caught up, an observer does not come to where its log may have been cut. */
  private List<TopicPartition> cutWhileCatchingUp() {
    List<TopicPartition> behind =
        observers.entrySet().stream()
            .filter(each -> each.getValue().isCatchingUp())
            .map(Map.Entry::getKey)
            .toList();
    Map<TopicPartition, LogBounds> bounds = behind.isEmpty() ? Map.of() : bounds(behind);
    return behind.stream()
        .filter(
            partition -> {
              @Nullable LogBounds log = bounds.get(partition);
              return log != null && log.stableEnd() < observer(partition).next();
            })
        .toList();
  }

  /** Says of what is read without trouble that it is: somebody who had trouble may have gone. */
  private void release() {
    long now = nanoClock.getAsLong();
    setbacks.entrySet().removeIf(each -> isOver(each.getKey(), each.getValue(), now));
    Set<TopicPartition> read = new LinkedHashSet<>(observers.keySet());
    read.removeAll(setbacks.keySet());
    ledger.release(read);
  }

  /** What was read since is written first: a partition with a setback has a batch of its own. */
  private boolean isOver(TopicPartition partition, Setback setback, long now) {
    return observers.containsKey(partition)
        && !batches.containsKey(partition)
        && setback.isOver(now);
  }

  private boolean isOver(long since, Duration interval) {
    return nanoClock.getAsLong() - since >= interval.toNanos();
  }

  private TopicRole role(TopicPartition partition) {
    return Objects.requireNonNull(roles.get(partition.topic()));
  }

  private PartitionObserver observer(TopicPartition partition) {
    return Objects.requireNonNull(observers.get(partition));
  }

  /**
   * When batches are written, and what is read how.
   *
   * @param acceptBaseline the names of pipelines that are audited from where their topics begin
   *     now, if nothing was read of them before; {@code *}: all
   */
  public record ObservationSettings(
      int batchRecords, Duration batchInterval, boolean indexEvents, Set<String> acceptBaseline) {
    /** Stands for the names of all pipelines. */
    public static final String ALL = "*";

    public ObservationSettings {
      acceptBaseline = Set.copyOf(acceptBaseline);
    }

    boolean acceptsBaseline(String pipeline) {
      return acceptBaseline.contains(pipeline) || acceptBaseline.contains(ALL);
    }
  }
}
