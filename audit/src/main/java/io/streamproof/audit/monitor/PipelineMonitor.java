package io.streamproof.audit.monitor;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.monitor.PipelineSnapshot.Found;
import io.streamproof.audit.monitor.StallLog.Stall;
import io.streamproof.audit.reconciliation.FrontierLog.FrontierState;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.report.InstanceState;
import io.streamproof.audit.report.InstanceStates;
import io.streamproof.audit.report.LedgerSummary;
import io.streamproof.audit.report.LedgerSummary.TopicProgress;
import io.streamproof.audit.report.Proof;
import io.streamproof.audit.report.Report;
import io.streamproof.audit.report.ReportRepository;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Monitors one pipeline, a poll at a time: finds stages that stall, and reports the state of the
 * pipeline. Any number of instances may monitor it; what they find is the same.
 */
public final class PipelineMonitor {
  /** Blocks of a source topic that are looked at for records without claims. */
  private static final int MOST_BLOCKS = 10_000;

  private final AuditedPipeline pipeline;
  private final Judgement judgement;
  private final OffsetReader offsets;
  private final ReportRepository reports;
  private final InstanceStates states;
  private final StallLog log;
  private final LongSupplier nanoClock;
  private final StallDetector stalls;
  private final ProofAge age = new ProofAge();
  private final ClaimDeadline claims = new ClaimDeadline();

  /**
   * Makes a monitor.
   *
   * @param nanoClock never goes back
   */
  public PipelineMonitor(
      AuditedPipeline pipeline,
      Judgement judgement,
      OffsetReader offsets,
      ReportRepository reports,
      InstanceStates states,
      StallLog log,
      LongSupplier nanoClock) {
    this.pipeline = pipeline;
    this.judgement = judgement;
    this.offsets = offsets;
    this.reports = reports;
    this.states = states;
    this.log = log;
    this.nanoClock = nanoClock;
    this.stalls = new StallDetector(pipeline);
  }

  /** Polls once; a poll that fails leaves nothing for which a stage could be blamed. */
  public PipelineSnapshot poll() {
    try {
      return snapshot(PipelinePoll.at(pipeline, judgement, offsets, nanoClock));
    } catch (RuntimeException e) {
      stalls.interrupt();
      states.failed(pipeline.name());
      throw e;
    }
  }

  private PipelineSnapshot snapshot(PipelinePoll poll) {
    Set<String> stalled = stalled(poll);
    Map<String, Long> unread = PipelineLag.ofAudit(pipeline, poll);
    InstanceState state = states.of(pipeline.name());
    FrontierState frontier = state.frontier();
    LedgerSummary summary = reports.openSummary(pipeline.specification());
    states.polled(
        pipeline.name(), unread.values().stream().mapToLong(Long::longValue).sum(), summary);
    return new PipelineSnapshot(
        poll.nanos(),
        Report.of(pipeline.specification(), summary, state).verdict(),
        findings(summary),
        unread,
        PipelineLag.ofStages(pipeline, poll),
        stalled,
        positions(summary, TopicProgress::isHalted),
        positions(summary, position -> position.trouble() != null && !position.isHalted()),
        unclaimed(poll),
        waiting(poll, Proof.of(pipeline.specification(), summary, frontier, frontier.isFresh())));
  }

  private static long positions(LedgerSummary summary, Predicate<TopicProgress> which) {
    return summary.positions().stream().filter(which).count();
  }

  private Set<String> stalled(PipelinePoll poll) {
    Set<Stall> seen = stalls.see(poll);
    Set<Stall> known = log.ongoing(pipeline);
    Set<Stall> over =
        known.stream().filter(stall -> isOver(stall, poll)).collect(Collectors.toSet());
    Set<Stall> begun =
        seen.stream().filter(stall -> !known.contains(stall)).collect(Collectors.toSet());
    log.end(pipeline, over);
    log.begin(pipeline, begun);
    return Stream.concat(known.stream().filter(stall -> !over.contains(stall)), begun.stream())
        .map(Stall::stage)
        .collect(Collectors.toSet());
  }

  /** Whether the stage has moved, or is no more. */
  private boolean isOver(Stall stall, PipelinePoll poll) {
    return pipeline.stages().stream()
        .filter(stage -> stage.name().equals(stall.stage()))
        .noneMatch(stage -> isStill(stage, stall, poll));
  }

  private static boolean isStill(AuditedStage stage, Stall stall, PipelinePoll poll) {
    TopicPartition source = new TopicPartition(stage.sourceTopic(), stall.partition());
    return poll.committed(stage, source) <= stall.offset();
  }

  private static Map<Found, Long> findings(LedgerSummary summary) {
    return summary.findings().stream()
        .collect(
            Collectors.groupingBy(
                group -> new Found(group.stage(), group.kind()),
                Collectors.summingLong(LedgerSummary.FindingGroup::count)));
  }

  private long unclaimed(PipelinePoll poll) {
    Map<Integer, Long> read = new HashMap<>();
    PipelineSpecification specification = pipeline.specification();
    for (TopicPartition source :
        PipelinePoll.partitions(specification.sourceTopic(), specification.partitions())) {
      read.put(source.partition(), poll.read(source).next());
    }
    Map<Integer, Long> due = claims.see(poll.nanos(), read);
    return judgement.openSourceBlocks(pipeline, MOST_BLOCKS).stream()
        .mapToLong(block -> block.unclaimedBelow(due.getOrDefault(block.partition(), 0L)))
        .sum();
  }

  private OptionalLong waiting(PipelinePoll poll, Proof proof) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    Map<TopicPartition, Long> proven = new HashMap<>();
    for (AuditedStage stage : pipeline.stages()) {
      PipelinePoll.sources(stage).forEach(source -> ends.put(source, poll.end(source)));
      proof.stages().stream()
          .filter(each -> each.stage().equals(stage.name()))
          .flatMap(each -> each.partitions().stream())
          .forEach(
              each ->
                  proven.merge(
                      new TopicPartition(stage.sourceTopic(), each.partition()),
                      each.offset(),
                      Math::min));
    }
    return age.see(poll.nanos(), ends, proven);
  }
}
