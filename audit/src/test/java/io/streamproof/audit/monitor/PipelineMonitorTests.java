package io.streamproof.audit.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.monitor.PipelineSnapshot.Found;
import io.streamproof.audit.monitor.StallLog.Stall;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.EmptyJudgement;
import io.streamproof.audit.reconciliation.FreshFrontiers;
import io.streamproof.audit.reconciliation.Judgement.ReadProgress;
import io.streamproof.audit.reconciliation.SourceBlock;
import io.streamproof.audit.report.InstanceStates;
import io.streamproof.audit.report.LedgerSummary;
import io.streamproof.audit.report.LedgerSummary.FindingGroup;
import io.streamproof.audit.report.ReportRepository;
import io.streamproof.audit.report.ReportRepository.StageMinute;
import io.streamproof.audit.report.TimeRange;
import io.streamproof.audit.report.Verdict;
import io.streamproof.audit.support.Flights;
import io.streamproof.audit.trouble.TroubleLog;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.tally.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A stage that may stand still for 10 s, and two instances that monitor it. */
class PipelineMonitorTests {
  private final Surroundings around = new Surroundings();
  private final PipelineMonitor monitor = around.monitor();

  @Test
  void findsAStallAndItsEnd() {
    around.source(10).commits(5);
    assertThat(monitor.poll().stalled()).isEmpty();
    around.passes(10);
    assertThat(monitor.poll().stalled()).containsExactly("paid");
    assertThat(around.stalls).containsExactly(new Stall("paid", 0, 5));
    around.passes(10);
    assertThat(monitor.poll().stalled()).containsExactly("paid");
    assertThat(around.begun).as("once").isEqualTo(1);

    around.commits(6);
    assertThat(monitor.poll().stalled()).isEmpty();
    assertThat(around.stalls).isEmpty();
  }

  @Test
  void endsAStallThatAnInstanceHasFoundWhichIsNoMore() {
    around.stalls.add(new Stall("paid", 0, 5));
    around.source(10).commits(5);
    assertThat(monitor.poll().stalled()).containsExactly("paid");
    around.commits(10);
    assertThat(monitor.poll().stalled()).isEmpty();
    assertThat(around.stalls).isEmpty();
  }

  @Test
  void endsAStallOfAStageThatIsNoMore() {
    around.stalls.add(new Stall("removed", 0, 5));
    monitor.poll();
    assertThat(around.stalls).isEmpty();
  }

  @Test
  void startsOverWhenItWasCutOff() {
    around.source(10).commits(5);
    monitor.poll();
    around.passes(8);
    around.cutOff = true;
    assertThatThrownBy(monitor::poll).isInstanceOf(IllegalStateException.class);
    around.cutOff = false;
    around.passes(2);
    assertThat(monitor.poll().stalled()).isEmpty();
    assertThat(around.stalls).isEmpty();
  }

  @Test
  void reportsTheStateOfThePipeline() {
    around.source(10).commits(4);
    around.findings.add(new FindingGroup("paid", FindingKind.LOST, 0, 2, Instant.MIN));
    around.findings.add(new FindingGroup("paid", FindingKind.LOST, 1, 1, Instant.MIN));
    PipelineSnapshot seen = monitor.poll();
    assertThat(seen.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(seen.findings()).containsExactly(Map.entry(new Found("paid", FindingKind.LOST), 3L));
    assertThat(seen.behind()).containsEntry("paid", 6L);
    assertThat(seen.unread()).containsEntry("shop.source", 0L).containsKey("shop.claims");
    assertThat(seen.waitingSinceNanos()).hasValue(0);
    assertThat(seen.unclaimed()).isZero();
    assertThat(around.states.of("shop").unread())
        .hasValue(seen.unread().values().stream().mapToLong(Long::longValue).sum());

    around.settled = 10;
    around.passes(31);
    seen = monitor.poll();
    assertThat(seen.waitingSinceNanos()).isEmpty();
    assertThat(seen.unclaimed()).as("below offset 10").isEqualTo(10);
  }

  /** Brokers, ledger and clock. */
  private static final class Surroundings implements OffsetReader, ReportRepository, StallLog {
    final Set<Stall> stalls = new HashSet<>();
    final List<FindingGroup> findings = new ArrayList<>();
    final InstanceStates states = new InstanceStates(FreshFrontiers.of("shop"), new TroubleLog());
    boolean cutOff;
    int begun;
    long settled;
    private long seconds;
    private long end;
    private long committed;

    PipelineMonitor monitor() {
      return new PipelineMonitor(
          PollFixture.PIPELINE,
          new Reading(),
          this,
          this,
          states,
          this,
          () -> Duration.ofSeconds(seconds).toNanos());
    }

    void passes(long more) {
      seconds += more;
    }

    Surroundings source(long records) {
      end = records;
      return this;
    }

    void commits(long offset) {
      committed = offset;
    }

    @Override
    public Map<TopicPartition, Long> committed(String group) {
      if (cutOff) {
        throw new IllegalStateException("cut off");
      }
      return Map.of(PollFixture.FIRST, committed);
    }

    @Override
    public Map<TopicPartition, Integer> epochs(Collection<TopicPartition> partitions) {
      return Map.of();
    }

    @Override
    public Map<String, UUID> topicIds(Collection<String> topics) {
      return Map.of();
    }

    @Override
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
      Map<TopicPartition, Long> ends = new HashMap<>();
      partitions.forEach(each -> ends.put(each, each.equals(PollFixture.FIRST) ? end : 0L));
      return ends;
    }

    @Override
    public LedgerSummary openSummary(PipelineSpecification pipeline) {
      return new LedgerSummary(
          List.of(),
          List.of(
              new LedgerSummary.HopProgress("paid", 0, settled),
              new LedgerSummary.HopProgress("paid", 1, 0)),
          List.of(),
          List.of(),
          List.of(),
          Flights.EMPTY_SOURCE,
          findings);
    }

    @Override
    public LedgerSummary summary(PipelineSpecification pipeline, TimeRange range) {
      return openSummary(pipeline);
    }

    @Override
    public List<StageMinute> minutes(PipelineSpecification pipeline, TimeRange range, int limit) {
      return List.of();
    }

    @Override
    public Set<Stall> ongoing(AuditedPipeline pipeline) {
      return Set.copyOf(stalls);
    }

    @Override
    public void begin(AuditedPipeline pipeline, Set<Stall> some) {
      begun += some.size();
      stalls.addAll(some);
    }

    @Override
    public void end(AuditedPipeline pipeline, Set<Stall> some) {
      stalls.removeAll(some);
    }

    /** The audit has read all there is, and the first {@code end} records have no claims. */
    private final class Reading extends EmptyJudgement {
      @Override
      public Map<TopicPartition, ReadProgress> progress(AuditedPipeline pipeline) {
        return Map.of(PollFixture.FIRST, new ReadProgress(end, end - 1, null, null, null, null));
      }

      @Override
      public List<SourceBlock> openSourceBlocks(AuditedPipeline pipeline, int most) {
        BitSet observed = new BitSet();
        observed.set(0, (int) end);
        return List.of(
            new SourceBlock(
                0,
                0,
                new BitSet(),
                Tally.ZERO,
                observed,
                Tally.ZERO,
                BlockVerdict.OPEN,
                Duration.ZERO,
                false));
      }
    }
  }
}
