package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.investigation.InvestigationRepository;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.investigation.InvestigationRepository.OpenFinding;
import io.streamproof.audit.investigation.InvestigationRepository.Turn;
import io.streamproof.audit.investigation.KeyDigest;
import io.streamproof.audit.investigation.SuspectBlock;
import io.streamproof.audit.observation.Ledger;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.replay.SnapshotStore;
import io.streamproof.audit.report.ReportRepository;
import io.streamproof.simulation.ledger.FoundAnomaly;
import io.streamproof.simulation.ledger.LedgerPorts;
import io.streamproof.simulation.ledger.MemoryLedger;
import io.streamproof.simulation.ledger.SimulatedLedger;
import io.streamproof.simulation.schedule.VirtualClock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in PostgreSQL and the one in memory side by side: each call is made of both, and both
 * have to answer the same.
 */
final class TwinLedger implements SimulatedLedger {
  private final VirtualClock clock;
  private final SimulatedDatabase database;
  private final MemoryLedger memory;
  private final LedgerPorts inMemory;
  private final LedgerPorts inSql;

  /** By the id of a finding in SQL, its id in memory. */
  private final Map<Long, Long> ids = new HashMap<>();

  TwinLedger(AuditedPipeline pipeline, VirtualClock clock, SimulatedDatabase database) {
    this.clock = clock;
    this.database = database;
    this.memory = new MemoryLedger(clock::micros, () -> {});
    this.inMemory = memory.ports();
    this.inSql = database.empty(pipeline);
  }

  @Override
  public LedgerPorts ports() {
    return new LedgerPorts(
        both(Ledger.class, inMemory.ledger(), inSql.ledger()).port(),
        both(Judgement.class, inMemory.judgement(), inSql.judgement()).port(),
        investigations(),
        both(ReportRepository.class, inMemory.reports(), inSql.reports()).port(),
        both(SnapshotStore.class, inMemory.snapshots(), inSql.snapshots()).port());
  }

  private <T> TwinPort<T> both(Class<T> type, T own, T real) {
    return new TwinPort<>(type, own, real, () -> database.pass(clock.instant()));
  }

  private InvestigationRepository investigations() {
    return pipeline -> {
      Optional<Turn> own = inMemory.investigations().take(pipeline);
      Optional<Turn> real = inSql.investigations().take(pipeline);
      TwinPort.requireSame("take", own.isPresent(), real.isPresent());
      return own.flatMap(left -> real.map(right -> turn(left, right)));
    };
  }

  private Turn turn(Turn own, Turn real) {
    return both(Turn.class, own, real)
        .inMemory("conclude", this::translated)
        .compared("openFindings", this::lastOffsets)
        .after("openFindings", this::translate)
        .port();
  }

  /** What is concluded, with the ids that findings have in memory. */
  private Object[] translated(Object[] arguments) {
    if (arguments[0] instanceof SuspectBlock) {
      BlockConclusion conclusion = (BlockConclusion) arguments[1];
      Map<Long, List<Long>> worsened = new LinkedHashMap<>();
      conclusion.worsened().forEach((id, offsets) -> worsened.put(idInMemory(id), offsets));
      return new Object[] {
        arguments[0],
        new BlockConclusion(
            conclusion.verdict(),
            conclusion.findings(),
            worsened,
            conclusion.closed().stream().map(this::idInMemory).toList())
      };
    }
    return arguments;
  }

  private long idInMemory(long id) {
    return Optional.ofNullable(ids.get(id)).orElseThrow();
  }

  private Object lastOffsets(Object open) {
    Map<KeyDigest, Long> last = new HashMap<>();
    TwinPort.<Map<KeyDigest, OpenFinding>>cast(open)
        .forEach((key, finding) -> last.put(key, finding.lastOffset()));
    return last;
  }

  private void translate(Object own, Object real) {
    Map<KeyDigest, OpenFinding> findings = TwinPort.cast(own);
    TwinPort.<Map<KeyDigest, OpenFinding>>cast(real)
        .forEach(
            (key, finding) -> {
              @Nullable OpenFinding twin = findings.get(key);
              if (twin != null) {
                ids.put(finding.findingId(), twin.findingId());
              }
            });
  }

  @Override
  public List<FoundAnomaly> findings() {
    List<FoundAnomaly> found = memory.findings();
    TwinPort.requireSame(
        "findings",
        found.stream().map(TwinLedger::words).sorted().toList(),
        database.findings().stream().sorted().toList());
    return found;
  }

  private static String words(FoundAnomaly found) {
    return "%s %s %s"
        .formatted(
            found.finding().subject().stage(), found.finding().identity().value(), found.kind());
  }

  @Override
  public Runnable backUp() {
    Runnable own = memory.backUp();
    Runnable real = database.backUp();
    return () -> {
      own.run();
      real.run();
    };
  }
}
