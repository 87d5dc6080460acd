package io.streamproof.audit.observation;

import io.streamproof.audit.baseline.BaselineSurvey;
import io.streamproof.audit.baseline.PipelineBaseline;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.log.LogIdentity;
import io.streamproof.audit.log.RecordFeed;
import io.streamproof.audit.log.RecordFeed.LogBounds;
import io.streamproof.audit.observation.ObservationSession.ObservationSettings;
import io.streamproof.audit.replay.Replayer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the observer of a partition from where the ledger is, if the log is still the one that the
 * ledger tells of. One that was replaced, or that has lost its end, is halted: its offsets mean
 * other records now, and nothing that is read there can be compared with what was read before.
 */
final class PartitionOpener {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionOpener.class);

  /** Lost events that get a finding each. */
  private static final int MOST_LOST = 10_000;

  private final RecordFeed feed;
  private final Ledger ledger;
  private final Replayer replayer;
  private final Map<String, TopicRole> roles;
  private final ObservationSettings settings;
  private final InstantSource clock;

  PartitionOpener(
      RecordFeed feed,
      Ledger ledger,
      Replayer replayer,
      Map<String, TopicRole> roles,
      ObservationSettings settings,
      InstantSource clock) {
    this.feed = feed;
    this.ledger = ledger;
    this.replayer = replayer;
    this.roles = Map.copyOf(roles);
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The observer of a partition; empty: it is halted.
   *
   * @param topicId that its topic has now; null: there is no such topic
   * @param bounds of its log; null: the brokers do not give them
   */
  Optional<PartitionObserver> open(
      TopicPartition partition, @Nullable UUID topicId, @Nullable LogBounds bounds) {
    if (topicId == null || bounds == null) {
      throw new KafkaException("the brokers do not give " + partition);
    }
    AuditedPipeline pipeline = role(partition).pipeline();
    if (settings.acceptsBaseline(pipeline.name()) && ledger.position(partition).isEmpty()) {
      accept(pipeline);
    }
    // From 0 on, even where the log begins later: what is gone is found to be, and never proven.
    ledger.begin(partition, ReadPosition.startingAt(0, new LogIdentity(topicId, null)));
    ReadPosition position = ledger.position(partition).orElseThrow();
    if (position.isHalted()) {
      return Optional.empty();
    }
    if (position.log().isReplacedBy(topicId)) {
      halt(
          partition,
          position,
          null,
          "topic %s was deleted and created again after the audit had read it up to offset %s"
              .formatted(partition.topic(), position.next()));
      return Optional.empty();
    }
    long end = bounds.stableEnd();
    if (end < position.next()) {
      // Another instance may have read on since the end was looked up.
      end = feed.stableEnd(partition);
    }
    if (end < position.next()) {
      halt(partition, position, end, lost(partition, position, end));
      return Optional.empty();
    }
    return Optional.of(behind(partition, bounds.beginning()));
  }

  /** Accepts a baseline of a pipeline of which nothing was read, if it needs one. */
  private void accept(AuditedPipeline pipeline) {
    PipelineBaseline baseline = BaselineSurvey.of(pipeline, feed::bounds, clock.instant());
    if (baseline.isNone()
        || !ledger.accept(pipeline, baseline, Finding.unknownStates(pipeline, baseline))) {
      return;
    }
    baseline
        .partitions()
        .forEach(
            (partition, each) ->
                LOG.warn(
                    "{} is read from offset {} and judged from offset {} on; what was before is beyond proof",
                    partition,
                    each.readFrom(),
                    each.judgedFrom()));
  }

  /** Halts a partition whose log holds other records from an offset on than were read there. */
  void halt(TopicPartition partition, long end) {
    // A ledger that was restored may have no position there any more: then it is begun again.
    ledger
        .position(partition)
        .filter(position -> !position.isHalted())
        .ifPresent(position -> halt(partition, position, end, lost(partition, position, end)));
  }

  /** Passes by records that no client can read. */
  void skip(TopicPartition partition, long from, long to) {
    Finding damaged = Finding.damaged(role(partition), partition, from, to);
    LOG.warn("{}: {}", partition, damaged.detail());
    ledger.skipTo(partition, to, damaged);
  }

  private static String lost(TopicPartition partition, ReadPosition position, long end) {
    return "%s was cut at offset %s, though the audit had read it up to %s: the brokers have lost what was there"
        .formatted(partition, end, position.next());
  }

  private PartitionObserver behind(TopicPartition partition, long beginning) {
    PartitionObserver observer = observer(partition);
    if (observer.needs() < beginning) {
      Finding expired = observer.expired(beginning);
      LOG.warn("{}: {}", partition, expired.detail());
      ledger.skipTo(partition, beginning, expired);
      observer = observer(partition);
    }
    observer.logBegins(beginning);
    return observer;
  }

  private void halt(
      TopicPartition partition, ReadPosition position, @Nullable Long end, String why) {
    TopicRole role = role(partition);
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.logReplaced(role, partition, position.next(), why));
    if (role.isSource()) {
      findings.addAll(lost(role, partition, end == null ? 0 : end, position.next()));
    }
    LOG.error("{}; nothing more is read of {}", why, partition);
    ledger.halt(partition, end, why, findings);
  }

  private List<Finding> lost(TopicRole role, TopicPartition partition, long from, long to) {
    short pipelineId = role.pipeline().id();
    return ledger.acknowledged(pipelineId, partition.partition(), from, to, MOST_LOST).stream()
        .map(
            offset ->
                Finding.lostByBrokers(
                    pipelineId, new RecordPlace(partition.topic(), partition.partition(), offset)))
        .toList();
  }

  private PartitionObserver observer(TopicPartition partition) {
    return new PartitionObserver(
        role(partition),
        partition.partition(),
        ledger.position(partition).orElseThrow(),
        ledger.baseline(role(partition).pipeline()),
        settings.indexEvents(),
        replayer,
        this::sourceEnd);
  }

  /** Unknown where the brokers do not answer: then no origin is taken to point behind it. */
  private long sourceEnd(TopicPartition source) {
    try {
      return feed.stableEnd(source);
    } catch (KafkaException e) {
      LOG.debug("the end of {} is not known", source, e);
      return OriginOrder.UNKNOWN_END;
    }
  }

  private TopicRole role(TopicPartition partition) {
    return Objects.requireNonNull(roles.get(partition.topic()));
  }
}
