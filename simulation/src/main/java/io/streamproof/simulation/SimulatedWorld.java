package io.streamproof.simulation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.OutOfReachException;
import io.streamproof.audit.observation.Ledger.AwayException;
import io.streamproof.audit.observation.ObservationSession.ObservationSettings;
import io.streamproof.audit.observation.ReadPosition;
import io.streamproof.simulation.SimulationPlan.RunSettings;
import io.streamproof.simulation.SimulationPlan.SimulationStep;
import io.streamproof.simulation.actor.SimulatedAudit;
import io.streamproof.simulation.actor.SimulatedForger;
import io.streamproof.simulation.actor.SimulatedIngest;
import io.streamproof.simulation.actor.SimulatedIngest.SourceFault;
import io.streamproof.simulation.actor.SimulatedPipelines;
import io.streamproof.simulation.actor.SimulatedStage;
import io.streamproof.simulation.broker.SimulatedBroker;
import io.streamproof.simulation.broker.SimulatedGroup;
import io.streamproof.simulation.broker.SimulatedTransaction.Marker;
import io.streamproof.simulation.check.CheckFailure;
import io.streamproof.simulation.check.CheckFailure.FailureKind;
import io.streamproof.simulation.check.RunFacts;
import io.streamproof.simulation.check.TruthChecker;
import io.streamproof.simulation.ledger.SimulatedLedger;
import io.streamproof.simulation.schedule.SeededRandom;
import io.streamproof.simulation.schedule.SimulatedCrash;
import io.streamproof.simulation.schedule.StepTrace;
import io.streamproof.simulation.schedule.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Everything that takes part in a run. */
final class SimulatedWorld {
  private static final Duration FRESHNESS = Duration.ofSeconds(10);
  private static final Duration BATCH_INTERVAL = Duration.ofMillis(250);
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(3), Duration.ofSeconds(12));
  private static final Duration LONG_PAUSE = Duration.ofMinutes(11);

  private final RunSettings settings;
  private final AuditedPipeline pipeline;
  private final VirtualClock clock = new VirtualClock();
  private final StepTrace trace;
  private final SimulatedBroker broker = new SimulatedBroker(clock::micros);
  private final RunFacts facts = new RunFacts();
  private final TruthChecker checker;
  private final CallInterludes interludes;
  private final SimulatedLedger ledger;
  private final BrokerFaults faults;
  private final SimulatedForger forger;
  private final List<SimulatedIngest> ingests = new ArrayList<>();
  private final List<SimulatedStage> stages = new ArrayList<>();
  private final List<SimulatedAudit> audits = new ArrayList<>();
  private final SimulatedGroup group;
  private final Set<Object> busy = new HashSet<>();
  private @Nullable Runnable backup;
  private boolean isEnding;

  SimulatedWorld(RunSettings settings, SimulationSurroundings surroundings, boolean isTraced) {
    this.settings = settings;
    this.pipeline = SimulatedPipelines.all().get(settings.pipeline());
    this.trace = new StepTrace(isTraced, clock);
    pipeline.topics().forEach(broker::create);
    this.interludes = new CallInterludes(settings, trace, this::perform);
    this.ledger = surroundings.ledgers().make(pipeline, clock, interludes::betweenTransactions);
    this.checker = new TruthChecker(pipeline, broker, facts, trace, ledger::findings);
    this.group = new SimulatedGroup(broker);
    this.faults =
        new BrokerFaults(
            pipeline,
            broker,
            facts,
            trace,
            partition ->
                ledger
                    .ports()
                    .ledger()
                    .position(partition)
                    .map(ReadPosition::lastRecord)
                    .orElse(-1L));
    this.forger =
        new SimulatedForger(pipeline, broker, clock, trace, facts::forged, facts::forgedClaim);
    for (int i = 1; i <= settings.ingests(); i++) {
      ingests.add(
          new SimulatedIngest("ingest-" + i, pipeline, broker, clock, trace, facts.acknowledged()));
    }
    for (AuditedStage stage : pipeline.stages()) {
      stages.add(new SimulatedStage(stage, broker, trace, settings.emissionFaultRate()));
    }
    for (int i = 1; i <= settings.audits(); i++) {
      audits.add(
          new SimulatedAudit(
              "audit-" + i,
              auditSettings(surroundings),
              broker,
              group,
              clock,
              trace,
              ledger.ports(),
              checker));
    }
    if (!settings.isAuditLate()) {
      audits.forEach(SimulatedAudit::start);
    }
  }

  private SimulatedAudit.Settings auditSettings(SimulationSurroundings surroundings) {
    return new SimulatedAudit.Settings(
        pipeline,
        new ObservationSettings(settings.batchRecords(), BATCH_INTERVAL, false, Set.of()),
        FRESHNESS,
        () -> isEnding ? Integer.MAX_VALUE : settings.mostPolled(),
        surroundings.between(),
        interludes::of);
  }

  StepTrace trace() {
    return trace;
  }

  /** Does what a step says, as far as that is possible now. */
  void perform(SimulationStep step) {
    SeededRandom random = new SeededRandom(step.seed());
    clock.pass(Duration.ofMillis(random.below(2 * settings.millisPerStep() + 1)));
    interludes.during(step, () -> act(step.action(), random));
  }

  private void act(SimulatedAction action, SeededRandom random) {
    switch (action) {
      case INGEST_WRITES -> random.pick(ingests).send(random);
      case INGEST_ACKNOWLEDGES -> random.pick(ingests).acknowledge(random);
      case INGEST_CLAIMS -> random.pick(ingests).claim();
      case CLAIM_IS_REPEATED -> random.pick(ingests).repeatClaim(random);
      case INGEST_CRASHES -> random.pick(ingests).crash();
      case EVENT_IS_LOST -> random.pick(ingests).send(random, SourceFault.MISSING);
      case EVENT_IS_ALTERED -> random.pick(ingests).send(random, SourceFault.ALTERED);
      case STAGE_READS -> random.pick(stages).read(random, false);
      case STAGE_ERRS -> random.pick(stages).read(random, true);
      case STAGE_COMMITS -> random.pick(stages).commit(random);
      case STAGE_CRASHES -> random.pick(stages).crash();
      case STAGE_STARTS -> random.pick(stages).start();
      case MARKER_ARRIVES -> deliver(random);
      case AUDIT_OBSERVES -> audit(random.pick(audits), "observes", SimulatedAudit::observe);
      case AUDIT_RECONCILES -> audit(random.pick(audits), "reconciles", SimulatedAudit::reconcile);
      case AUDIT_INVESTIGATES ->
          audit(random.pick(audits), "investigates", SimulatedAudit::investigate);
      case AUDIT_CRASHES -> random.pick(audits).kill();
      case AUDIT_STARTS -> random.pick(audits).start();
      case AUDIT_IS_EXPELLED -> random.pick(audits).expel();
      case PARTITIONS_MOVE -> group.rebalance();
      case CLIENT_READS_REPORT -> audit(random.pick(audits), "reports", SimulatedAudit::report);
      case CLIENT_ASKS_GATE ->
          audit(
              random.pick(audits),
              "is asked",
              audit -> audit.askGate(clock.instant().minusMillis(random.below(5_000))));
      case GATE_IS_POLLED -> audit(random.pick(audits), "is polled", SimulatedAudit::pollGate);
      case TIME_PASSES -> pass(random.pick(PAUSES));
      case LONG_TIME_PASSES -> pass(LONG_PAUSE);
      case OFFSETS_ARE_SKIPPED -> faults.skip(random);
      case LEADER_CHANGES -> faults.elect(random);
      case TRANSACTION_IS_LEFT_OPEN -> faults.leaveOpen(random);
      case OPEN_TRANSACTION_ENDS -> faults.endOpen(random);
      case RECORDS_EXPIRE -> faults.expire(random);
      case LOG_IS_COMPACTED -> faults.compact(random);
      case LOG_IS_TRUNCATED -> faults.truncate(random);
      case TOPIC_IS_REPLACED -> faults.replace(random);
      case RECORD_IS_FORGED -> forger.forge(random);
      case CLAIM_IS_FORGED -> forger.claim(random);
      case LEDGER_IS_BACKED_UP -> backUp();
      case LEDGER_IS_RESTORED -> restore();
    }
  }

  private void pass(Duration pause) {
    clock.pass(pause);
    trace.note("%s s pass", pause.toSeconds());
  }

  private void deliver(SeededRandom random) {
    List<Marker> markers = broker.underWay();
    if (!markers.isEmpty()) {
      Marker marker = random.pick(markers);
      broker.deliver(marker);
      trace.note("the %s arrives", marker);
    }
  }

  private void backUp() {
    backup = ledger.backUp();
    trace.note("the ledger is backed up");
  }

  private void restore() {
    Runnable restored = backup;
    if (restored != null) {
      audits.forEach(SimulatedAudit::kill);
      restored.run();
      facts.forgottenByTheLedger();
      trace.note("the audit is stopped, and the ledger restored from the backup");
    }
  }

  private interface AuditStep {
    void take(SimulatedAudit audit);
  }

  private record Work(SimulatedAudit audit, String what) {}

  /** A step of an audit, unless the same thread of it is in the middle of another. */
  private void audit(SimulatedAudit audit, String what, AuditStep step) {
    Work work = new Work(audit, what);
    if (!audit.isUp() || !busy.add(work)) {
      return;
    }
    trace.note("%s %s", audit.name(), what);
    try {
      interludes.within(() -> step.take(audit));
    } catch (SimulatedCrash e) {
      trace.note("%s ends: %s", audit.name(), e.getMessage());
    } catch (KafkaException | OutOfReachException | AwayException e) {
      trace.note("%s fails: %s", audit.name(), e);
    } catch (RuntimeException e) {
      throw new CheckFailure(
          FailureKind.UNEXPECTED_FAILURE,
          "%s fails unexpectedly: %s".formatted(audit.name(), e),
          e);
    } finally {
      busy.remove(work);
    }
  }

  /** Ends all faults, lets everybody do what is left, and checks what the audit says then. */
  void conclude() {
    isEnding = true;
    new WorldEnding(this).run();
  }

  /** Parts of the world, for its end. */
  Parts parts() {
    return new Parts(
        clock, broker, facts, checker, ledger, faults, ingests, stages, audits, interludes);
  }

  record Parts(
      VirtualClock clock,
      SimulatedBroker broker,
      RunFacts facts,
      TruthChecker checker,
      SimulatedLedger ledger,
      BrokerFaults faults,
      List<SimulatedIngest> ingests,
      List<SimulatedStage> stages,
      List<SimulatedAudit> audits,
      CallInterludes interludes) {}
}
