package io.streamproof.audit.watch;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.reconciliation.Offsets;
import io.streamproof.audit.report.Bookkeeper;
import io.streamproof.audit.report.Books;
import io.streamproof.audit.report.Proof;
import io.streamproof.audit.report.Report;
import io.streamproof.audit.watch.Sighting.Found;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Watches one pipeline, a look at a time: finds stages that stand still, and tells how the pipeline
 * is. Any number of instances may watch; what they find is the same.
 */
public final class Watch {
  private final AuditedPipeline pipeline;
  private final Judgement judgement;
  private final Offsets offsets;
  private final Bookkeeper bookkeeper;
  private final StallLog log;
  private final Unclaimed unclaimed;
  private final LongSupplier nanoClock;
  private final StallWatch stalls;
  private final ProofAge age = new ProofAge();
  private final ClaimWatch claims = new ClaimWatch();

  /**
   * Begins.
   *
   * @param nanoClock never goes back
   */
  public Watch(
      AuditedPipeline pipeline,
      Judgement judgement,
      Offsets offsets,
      Bookkeeper bookkeeper,
      StallLog log,
      Unclaimed unclaimed,
      LongSupplier nanoClock) {
    this.pipeline = pipeline;
    this.judgement = judgement;
    this.offsets = offsets;
    this.bookkeeper = bookkeeper;
    this.log = log;
    this.unclaimed = unclaimed;
    this.nanoClock = nanoClock;
    this.stalls = new StallWatch(pipeline);
  }

  /** Takes a look; one that fails leaves nothing that a stage could be blamed for. */
  public Sighting look() {
    try {
      return see(Look.at(pipeline, judgement, offsets, nanoClock));
    } catch (RuntimeException e) {
      stalls.interrupt();
      throw e;
    }
  }

  private Sighting see(Look look) {
    Set<String> stalled = stalled(look);
    Books books = bookkeeper.open(pipeline.specification());
    return new Sighting(
        look.nanos(),
        Report.of(pipeline.specification(), books).verdict(),
        findings(books),
        Lags.ofAudit(pipeline, look),
        Lags.ofStages(pipeline, look),
        stalled,
        unclaimed(look),
        waiting(look, Proof.of(pipeline.specification(), books)));
  }

  private Set<String> stalled(Look look) {
    Set<Stall> seen = stalls.see(look);
    Set<Stall> known = log.ongoing(pipeline);
    Set<Stall> over =
        known.stream().filter(stall -> isOver(stall, look)).collect(Collectors.toSet());
    Set<Stall> begun =
        seen.stream().filter(stall -> !known.contains(stall)).collect(Collectors.toSet());
    log.end(pipeline, over);
    log.begin(pipeline, begun);
    return Stream.concat(known.stream().filter(stall -> !over.contains(stall)), begun.stream())
        .map(Stall::stage)
        .collect(Collectors.toSet());
  }

  /** Whether the stage has moved, or is no more. */
  private boolean isOver(Stall stall, Look look) {
    return pipeline.stages().stream()
        .filter(stage -> stage.name().equals(stall.stage()))
        .noneMatch(stage -> stands(stage, stall, look));
  }

  private static boolean stands(AuditedStage stage, Stall stall, Look look) {
    TopicPartition source = new TopicPartition(stage.sourceTopic(), stall.partition());
    return look.committed(stage, source) <= stall.offset();
  }

  private static Map<Found, Long> findings(Books books) {
    return books.findings().stream()
        .collect(
            Collectors.groupingBy(
                group -> new Found(group.stage(), group.kind()),
                Collectors.summingLong(Books.FindingGroup::count)));
  }

  private long unclaimed(Look look) {
    Map<Integer, Long> read = new HashMap<>();
    PipelineSpecification specification = pipeline.specification();
    for (TopicPartition source :
        Look.partitions(specification.sourceTopic(), specification.partitions())) {
      read.put(source.partition(), look.read(source).next());
    }
    Map<Integer, Long> due = claims.see(look.nanos(), read);
    return due.isEmpty() ? 0 : unclaimed.below(pipeline, due);
  }

  private OptionalLong waiting(Look look, Proof proof) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    Map<TopicPartition, Long> proven = new HashMap<>();
    for (AuditedStage stage : pipeline.stages()) {
      Look.sources(stage).forEach(source -> ends.put(source, look.end(source)));
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
    return age.see(look.nanos(), ends, proven);
  }
}
