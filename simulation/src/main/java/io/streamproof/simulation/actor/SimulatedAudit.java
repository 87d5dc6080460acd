package io.streamproof.simulation.actor;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.investigation.InvestigationLimits;
import io.streamproof.audit.investigation.InvestigationRepository;
import io.streamproof.audit.investigation.Investigator;
import io.streamproof.audit.investigation.TopicRecordReader;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.log.RecordFeed;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.log.TopicLogPool;
import io.streamproof.audit.observation.Ledger;
import io.streamproof.audit.observation.ObservationSession;
import io.streamproof.audit.observation.ObservationSession.ObservationSettings;
import io.streamproof.audit.reconciliation.FrontierLog;
import io.streamproof.audit.reconciliation.FrontierLog.FrontierState;
import io.streamproof.audit.reconciliation.Frontiers;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.reconciliation.Reconciliation;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.audit.replay.SnapshotStore;
import io.streamproof.audit.report.FrontierCoverages;
import io.streamproof.audit.report.InstanceState;
import io.streamproof.audit.report.Proof;
import io.streamproof.audit.report.ProofGate;
import io.streamproof.audit.report.Report;
import io.streamproof.audit.report.ReportRepository;
import io.streamproof.audit.report.TimeRange;
import io.streamproof.audit.trouble.TroubleLog;
import io.streamproof.simulation.broker.SimulatedBroker;
import io.streamproof.simulation.broker.SimulatedFeed;
import io.streamproof.simulation.broker.SimulatedGroup;
import io.streamproof.simulation.broker.SimulatedTopicLog;
import io.streamproof.simulation.ledger.LedgerPorts;
import io.streamproof.simulation.schedule.PortInterrupter;
import io.streamproof.simulation.schedule.PortInterrupter.Interruption;
import io.streamproof.simulation.schedule.SimulatedCrash;
import io.streamproof.simulation.schedule.StepTrace;
import io.streamproof.simulation.schedule.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An instance of the audit: the product's own decisions on the simulated brokers and a ledger. Each
 * of its steps is what one of its threads does in a round.
 */
public final class SimulatedAudit {
  private static final InvestigationLimits INVESTIGATIONS = new InvestigationLimits(5, 64L << 20);
  private static final int MOST_WAITING = 100;
  private static final int DEAF_POLLS = 2;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private final String name;
  private final Settings settings;
  private final SimulatedBroker broker;
  private final SimulatedGroup group;
  private final VirtualClock clock;
  private final StepTrace trace;
  private final LedgerPorts common;
  private final AuditClient client;
  private @Nullable Life life;

  /**
   * How it runs.
   *
   * @param mostRecords how many records a poll gives of a partition
   * @param between what is put between it and all around it
   * @param interruption what may happen around each call of a port
   */
  public record Settings(
      AuditedPipeline pipeline,
      ObservationSettings observation,
      Duration freshness,
      IntSupplier mostRecords,
      UnaryOperator<AuditPorts> between,
      Function<SimulatedAudit, Interruption> interruption) {}

  /** Makes an instance, which is not started yet. */
  public SimulatedAudit(
      String name,
      Settings settings,
      SimulatedBroker broker,
      SimulatedGroup group,
      VirtualClock clock,
      StepTrace trace,
      LedgerPorts ledger,
      AuditClient client) {
    this.name = name;
    this.settings = settings;
    this.broker = broker;
    this.group = group;
    this.clock = clock;
    this.trace = trace;
    this.common = ledger;
    this.client = client;
  }

  public String name() {
    return name;
  }

  public boolean isUp() {
    return life != null;
  }

  public void start() {
    if (life == null) {
      life = new Life();
      trace.note("%s starts", name);
    }
  }

  /** It is killed: all that it has in memory is gone, and the group hears of it. */
  public void kill() {
    Life killed = life;
    if (killed != null) {
      life = null;
      killed.feed.crash();
      trace.note("%s is killed", name);
    }
  }

  /** The group takes its partitions from it, and it hears of that only later. */
  public void expel() {
    Life now = life;
    if (now != null) {
      now.feed.expel(DEAF_POLLS);
      trace.note("%s is expelled from its group", name);
    }
  }

  /** Reads what comes next. */
  public void observe() {
    Life now = life;
    if (now != null) {
      now.observe();
    }
  }

  /** Settles and judges. */
  public void reconcile() {
    Life now = life;
    if (now != null) {
      now.reconciliation.step();
    }
  }

  public void investigate() {
    Life now = life;
    if (now != null) {
      int done = now.investigator.step();
      if (done > 0) {
        trace.note("%s has investigated %s blocks", name, done);
      }
    }
  }

  /** Reads the report, as a client does. */
  public @Nullable Report report() {
    Life now = life;
    if (now == null) {
      return null;
    }
    FrontierState frontier = now.frontiers.state(settings.pipeline().name());
    Report report =
        Report.of(
            settings.pipeline().specification(),
            now.reports.summary(settings.pipeline().specification(), TimeRange.ALL),
            InstanceState.of(frontier));
    client.hear(name, report);
    return report;
  }

  /** Asks whether all is proven up to an event time. */
  public void askGate(Instant through) {
    Life now = life;
    if (now == null) {
      return;
    }
    GateCall call = new GateCall(name, clock.micros(), through);
    trace.note("a client asks the gate of %s for %s", name, through);
    now.gate.pass(
        settings.pipeline().specification(),
        through,
        LONGEST_WAIT,
        new ProofGate.Answer() {
          @Override
          public void give(Proof proof) {
            client.hear(call, proof);
          }

          @Override
          public void fail(RuntimeException failure) {
            trace.note("the gate of %s fails: %s", name, failure);
          }
        });
  }

  public void pollGate() {
    Life now = life;
    if (now != null) {
      now.gate.poll();
    }
  }

  /** From one start to the next. */
  private final class Life {
    private final SimulatedFeed feed;
    private final AuditPorts ports;
    private final TroubleLog troubles = new TroubleLog();
    private final FrontierLog frontiers;
    private final Reconciliation reconciliation;
    private final Investigator investigator;
    private final ReportRepository reports;
    private final ProofGate gate;
    private final Ledger observations;
    private final OffsetReader offsets;
    private final Replayer replayer;
    private @Nullable ObservationSession session;

    Life() {
      Interruption interruption =
          new OwnInterruption(settings.interruption().apply(SimulatedAudit.this));
      this.feed = new SimulatedFeed(broker, group, settings.mostRecords());
      this.ports =
          settings
              .between()
              .apply(new AuditPorts(broker, feed, new SimulatedTopicLog(broker), common));
      LedgerPorts ledger = ports.ledger();
      this.frontiers = new FrontierLog(settings.freshness(), clock);
      this.observations = PortInterrupter.wrap(Ledger.class, ledger.ledger(), interruption);
      this.offsets = PortInterrupter.wrap(OffsetReader.class, ports.offsets(), interruption);
      this.reports = PortInterrupter.wrap(ReportRepository.class, ledger.reports(), interruption);
      Judgement judgement = PortInterrupter.wrap(Judgement.class, ledger.judgement(), interruption);
      this.replayer =
          new Replayer(PortInterrupter.wrap(SnapshotStore.class, ledger.snapshots(), interruption));
      TopicLogPool pool = logs(ports.log(), interruption);
      Frontiers taking =
          new Frontiers(judgement, offsets, new TopicRecordReader(pool), frontiers, clock);
      this.reconciliation =
          new Reconciliation(settings.pipeline(), judgement, offsets, taking, clock);
      this.investigator =
          new Investigator(
              pipeline ->
                  ledger
                      .investigations()
                      .take(pipeline)
                      .map(
                          turn ->
                              PortInterrupter.wrap(
                                  InvestigationRepository.Turn.class, turn, interruption)),
              settings.pipeline(),
              pool,
              replayer,
              troubles,
              INVESTIGATIONS,
              clock::nanos);
      this.gate =
          new ProofGate(
              reports,
              new FrontierCoverages(
                  Map.of(settings.pipeline().name(), settings.pipeline()),
                  taking,
                  frontiers,
                  troubles),
              MOST_WAITING,
              clock::nanos);
    }

    private TopicLogPool logs(TopicLog all, Interruption interruption) {
      TopicLog log = PortInterrupter.wrap(TopicLog.class, all, interruption);
      return new TopicLogPool() {
        @Override
        public <T> T with(Function<TopicLog, T> use) {
          return use.apply(log);
        }
      };
    }

    void observe() {
      ObservationSession current = session;
      try {
        if (current == null) {
          current = begin();
          session = current;
        }
        current.step();
      } catch (RuntimeException e) {
        session = null;
        if (current != null) {
          current.abandon();
        }
        leave(e);
        throw e;
      }
    }

    private void leave(RuntimeException failure) {
      try {
        feed.close();
      } catch (RuntimeException e) {
        failure.addSuppressed(e);
      }
    }

    private ObservationSession begin() {
      RecordFeed interrupted =
          PortInterrupter.wrap(
              RecordFeed.class,
              ports.feed(),
              new OwnInterruption(settings.interruption().apply(SimulatedAudit.this)));
      ObservationSession begun =
          new ObservationSession(
              interrupted,
              observations,
              offsets,
              replayer,
              List.of(settings.pipeline()),
              troubles,
              settings.observation(),
              clock::nanos,
              clock,
              batch -> trace.note("%s has written %s records", name, batch.records()));
      begun.begin();
      return begun;
    }

    /** After its death, none of its calls goes on. */
    private final class OwnInterruption implements Interruption {
      private final Interruption interruption;

      OwnInterruption(Interruption interruption) {
        this.interruption = interruption;
      }

      @Override
      public void before(String call) {
        interruption.before(call);
        requireAlive();
      }

      @Override
      public void after(String call) {
        interruption.after(call);
        requireAlive();
      }

      private void requireAlive() {
        if (life != Life.this) {
          throw new SimulatedCrash(name);
        }
      }
    }
  }
}
