package io.streamproof.simulation;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.investigation.InvestigationRepository;
import io.streamproof.audit.investigation.InvestigationRepository.Turn;
import io.streamproof.audit.investigation.SuspectClaims;
import io.streamproof.audit.log.LogCutException;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.log.RecordFeed;
import io.streamproof.audit.log.RecordFeed.LogBounds;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.observation.Ledger;
import io.streamproof.audit.observation.ReadPosition;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.reconciliation.SourceBlock;
import io.streamproof.audit.report.LedgerSummary;
import io.streamproof.audit.report.LedgerSummary.TopicProgress;
import io.streamproof.audit.report.ReportRepository;
import io.streamproof.simulation.actor.AuditPorts;
import io.streamproof.simulation.check.CheckFailure.FailureKind;
import io.streamproof.simulation.ledger.LedgerPorts;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;

/**
 * What the audit once did wrong. Each of them comes back when something is put between the audit
 * and what is around it that hides what it looks at since.
 */
enum Weakness {
  /** What was acknowledged and not read yet did not count. */
  UNREAD_EVENTS_DO_NOT_COUNT(FailureKind.FALSE_PROOF, SimulatedAction.INGEST_WRITES) {
    @Override
    AuditPorts weaken(AuditPorts ports) {
      Ledger ledger = ports.ledger().ledger();
      return new AuditPorts(
          ChangedPort.of(OffsetReader.class, ports.offsets())
              .with("ends", (arguments, ends) -> onlyRead(ledger, ends.get()))
              .port(),
          ports.feed(),
          ports.log(),
          ports.ledger());
    }

    private Map<TopicPartition, Long> onlyRead(Ledger ledger, Object ends) {
      Map<TopicPartition, Long> read = new LinkedHashMap<>();
      ChangedPort.<Map<TopicPartition, Long>>cast(ends)
          .forEach((partition, end) -> read.put(partition, Math.min(end, read(ledger, partition))));
      return read;
    }
  },

  /** A topic was its name, and an offset meant the same whatever had become of the log. */
  LOGS_HAVE_NO_IDENTITY(FailureKind.MISSED_ANOMALY, SimulatedAction.LOG_IS_TRUNCATED) {
    @Override
    AuditPorts weaken(AuditPorts ports) {
      RecordFeed feed = ports.feed();
      return new AuditPorts(
          ChangedPort.of(OffsetReader.class, ports.offsets())
              .with("topicIds", (arguments, ids) -> sameIds(arguments[0]))
              .with("epochs", (arguments, epochs) -> Map.of())
              .with("ends", (arguments, ends) -> neverLess(ports.ledger().ledger(), ends.get()))
              .port(),
          ChangedPort.of(RecordFeed.class, feed)
              .with("poll", (arguments, records) -> uncut(feed, records))
              .with("lastPolled", (arguments, mark) -> null)
              .with(
                  "bounds",
                  (arguments, bounds) -> neverBefore(ports.ledger().ledger(), bounds.get()))
              .with(
                  "stableEnd",
                  (arguments, end) ->
                      Math.max(
                          (Long) end.get(),
                          read(ports.ledger().ledger(), (TopicPartition) arguments[0])))
              .with(
                  "seek",
                  (arguments, seek) -> {
                    feed.seek((TopicPartition) arguments[0], (Long) arguments[1], null);
                    return null;
                  })
              .port(),
          ports.log(),
          ports.ledger());
    }

    private Map<TopicPartition, Long> neverLess(Ledger ledger, Object ends) {
      Map<TopicPartition, Long> never = new LinkedHashMap<>();
      ChangedPort.<Map<TopicPartition, Long>>cast(ends)
          .forEach(
              (partition, end) -> never.put(partition, Math.max(end, read(ledger, partition))));
      return never;
    }

    private Object uncut(RecordFeed feed, Supplier<Object> records) {
      try {
        return records.get();
      } catch (LogCutException e) {
        e.partitions().forEach(feed::pause);
        return Map.of();
      }
    }

    private Map<TopicPartition, LogBounds> neverBefore(Ledger ledger, Object bounds) {
      Map<TopicPartition, LogBounds> never = new LinkedHashMap<>();
      ChangedPort.<Map<TopicPartition, LogBounds>>cast(bounds)
          .forEach(
              (partition, own) ->
                  never.put(
                      partition,
                      new LogBounds(
                          own.beginning(), Math.max(own.stableEnd(), read(ledger, partition)))));
      return never;
    }

    private Map<String, UUID> sameIds(Object topics) {
      Map<String, UUID> ids = new LinkedHashMap<>();
      ChangedPort.<Collection<String>>cast(topics).forEach(topic -> ids.put(topic, new UUID(1, 1)));
      return ids;
    }
  },

  /** One record without a claim kept all claims of its block from being compared. */
  UNCLAIMED_RECORDS_HIDE_THEIR_BLOCK(FailureKind.FALSE_PROOF, SimulatedAction.EVENT_IS_ALTERED) {
    @Override
    AuditPorts weaken(AuditPorts ports) {
      return withSourceBlocks(
          ports,
          blocks -> blocks.stream().filter(block -> !hasUnclaimed(block)).toList(),
          claims -> claims.stream().filter(each -> !hasUnclaimed(each.block())).toList());
    }

    private boolean hasUnclaimed(SourceBlock block) {
      BitSet unclaimed = (BitSet) block.observed().clone();
      unclaimed.andNot(block.claimed());
      return !unclaimed.isEmpty();
    }
  },

  /** A log counted from its first record, whatever had been before it. */
  GAPS_AT_THE_BEGINNING_DO_NOT_COUNT(FailureKind.FALSE_PROOF, SimulatedAction.RECORDS_EXPIRE) {
    @Override
    AuditPorts weaken(AuditPorts ports) {
      LedgerPorts all = ports.ledger();
      ReportRepository changed =
          ChangedPort.of(ReportRepository.class, all.reports())
              .with("summary", (arguments, summary) -> withoutGaps(summary.get()))
              .with("openSummary", (arguments, summary) -> withoutGaps(summary.get()))
              .port();
      return withLedger(
          ports,
          new LedgerPorts(
              all.ledger(), all.judgement(), all.investigations(), changed, all.snapshots()));
    }

    private LedgerSummary withoutGaps(Object summary) {
      LedgerSummary all = (LedgerSummary) summary;
      return new LedgerSummary(
          all.specifications(),
          all.hops(),
          all.positions().stream().map(this::fromTheBeginning).toList(),
          all.compacted(),
          all.blocks(),
          all.source(),
          all.findings().stream()
              .filter(group -> group.kind() != FindingKind.UNVERIFIABLE)
              .toList());
    }

    private TopicProgress fromTheBeginning(TopicProgress position) {
      return new TopicProgress(
          position.topic(),
          position.partition(),
          0,
          position.next(),
          position.lastTime(),
          position.trouble(),
          position.isHalted(),
          position.baseline());
    }
  },

  /** Results that retention has taken had never been there. */
  EXPIRED_RESULTS_ARE_LOST(FailureKind.FALSE_FINDING, SimulatedAction.RECORDS_EXPIRE) {
    @Override
    AuditPorts weaken(AuditPorts ports) {
      TopicLog log = ports.log();
      TopicLog changed =
          ChangedPort.of(TopicLog.class, log)
              .with("beginning", (arguments, beginning) -> 0L)
              .with(
                  "visit",
                  (arguments, visit) -> {
                    TopicPartition partition = (TopicPartition) arguments[0];
                    log.visit(
                        partition,
                        Math.max((Long) arguments[1], log.beginning(partition)),
                        (Long) arguments[2],
                        ChangedPort.cast(arguments[3]));
                    return null;
                  })
              .port();
      LedgerPorts all = ports.ledger();
      return new AuditPorts(
          ports.offsets(),
          ports.feed(),
          changed,
          withTurns(all, turn -> turn.with("start", (arguments, start) -> 0L)));
    }
  },

  /** Claims that were repeated after their block was compacted waited for records for ever. */
  REPEATED_CLAIMS_ARE_NEW(FailureKind.WRONG_VERDICT, SimulatedAction.CLAIM_IS_REPEATED) {
    @Override
    AuditPorts weaken(AuditPorts ports) {
      return withSourceBlocks(
          ports,
          blocks -> blocks.stream().map(this::asNew).toList(),
          claims -> claims.stream().filter(each -> !each.block().observed().isEmpty()).toList());
    }

    private SourceBlock asNew(SourceBlock block) {
      return new SourceBlock(
          block.partition(),
          block.number(),
          block.claimed(),
          block.claimedTally(),
          block.observed(),
          block.observedTally(),
          block.verdict(),
          block.waiting(),
          false);
    }
  };

  private final FailureKind failure;
  private final SimulatedAction occasion;

  Weakness(FailureKind failure, SimulatedAction occasion) {
    this.failure = failure;
    this.occasion = occasion;
  }

  /** What comes of it. */
  FailureKind failure() {
    return failure;
  }

  /** Without what it never shows. */
  SimulatedAction occasion() {
    return occasion;
  }

  /** Where the audit has this weakness. */
  SimulationSurroundings surroundings() {
    return new SimulationSurroundings(SimulationSurroundings.MODELLED.ledgers(), this::weaken);
  }

  abstract AuditPorts weaken(AuditPorts ports);

  private static long read(Ledger ledger, TopicPartition partition) {
    return ledger.position(partition).map(ReadPosition::next).orElse(0L);
  }

  private static AuditPorts withLedger(AuditPorts ports, LedgerPorts ledger) {
    return new AuditPorts(ports.offsets(), ports.feed(), ports.log(), ledger);
  }

  private static LedgerPorts withTurns(
      LedgerPorts all, Function<ChangedPort<Turn>, ChangedPort<Turn>> change) {
    InvestigationRepository changed =
        pipeline ->
            all.investigations()
                .take(pipeline)
                .map(turn -> change.apply(ChangedPort.of(Turn.class, turn)).port());
    return new LedgerPorts(all.ledger(), all.judgement(), changed, all.reports(), all.snapshots());
  }

  private static AuditPorts withSourceBlocks(
      AuditPorts ports,
      UnaryOperator<List<SourceBlock>> open,
      UnaryOperator<List<SuspectClaims>> unmet) {
    LedgerPorts all =
        withTurns(
            ports.ledger(),
            turn ->
                turn.with(
                    "unmetClaims",
                    (arguments, claims) -> unmet.apply(ChangedPort.cast(claims.get()))));
    Judgement judgement =
        ChangedPort.of(Judgement.class, all.judgement())
            .with(
                "openSourceBlocks",
                (arguments, blocks) -> open.apply(ChangedPort.cast(blocks.get())))
            .port();
    return withLedger(
        ports,
        new LedgerPorts(
            all.ledger(), judgement, all.investigations(), all.reports(), all.snapshots()));
  }
}
