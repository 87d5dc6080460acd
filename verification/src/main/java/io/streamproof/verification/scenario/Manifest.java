package io.streamproof.verification.scenario;

import io.streamproof.pipeline.fault.FaultPlan;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.spec.Guarantee;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.verification.workload.OutgoingEvent;
import io.streamproof.verification.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All that was planted in a run, and so all that the audit has to find. It is worked out after the
 * run from the seed, the topics and the reference execution.
 */
record Manifest(List<Planted> planted) {
  Manifest {
    planted = List.copyOf(planted);
  }

  /**
   * The manifest of a run.
   *
   * @param input what was sent, for the plan's seed
   * @param atRisk acknowledged records of the source topic, some of which brokers may have lost
   */
  static Manifest of(
      PipelineSpecification pipeline,
      FaultPlan plan,
      CustomOperators custom,
      Workload input,
      Logs logs,
      List<SourceRecord> atRisk) {
    List<Planted> planted = new ArrayList<>(atSource(pipeline.sourceTopic(), plan, input, logs));
    planted.addAll(SourceManifest.lost(atRisk, logs.committed(pipeline.sourceTopic())));
    for (StageSpecification stage : pipeline.stages()) {
      planted.addAll(struck(pipeline, stage, plan, custom, logs));
      if (stage.guarantee() == Guarantee.AT_LEAST_ONCE) {
        planted.addAll(repeated(pipeline, stage, logs));
      }
    }
    return new Manifest(planted);
  }

  /** The distinct anomalies. */
  Set<Anomaly> anomalies() {
    Set<Anomaly> anomalies = new TreeSet<>();
    planted.forEach(each -> anomalies.addAll(each.anomalies()));
    return anomalies;
  }

  /** A line for each fault that struck, in order. */
  List<String> lines() {
    return planted.stream().map(Planted::line).sorted().toList();
  }

  private static List<Planted> atSource(String source, FaultPlan plan, Workload input, Logs logs) {
    try (Stream<OutgoingEvent> sent = input.events(plan.seed())) {
      return new SourceManifest(plan.ingestStrikes())
          .of(sent, logs.committed(source), logs.all(source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Planted> struck(
      PipelineSpecification pipeline,
      StageSpecification stage,
      FaultPlan plan,
      CustomOperators custom,
      Logs logs) {
    if (plan.strikes(stage.name()).faults().isEmpty()) {
      return List.of();
    }
    List<List<SourceRecord>> partitions = logs.committed(pipeline.sourceTopic(stage));
    List<Planted> planted = new ArrayList<>();
    for (int partition = 0; partition < partitions.size(); partition++) {
      ReferenceStage reference = new ReferenceStage(Stage.of(pipeline, stage, custom));
      planted.addAll(
          new PartitionManifest(reference, plan.strikes(stage.name()), partition)
              .of(partitions.get(partition)));
    }
    return planted;
  }

  /** What stands more than once where nothing promises that it does not. */
  private static List<Planted> repeated(
      PipelineSpecification pipeline, StageSpecification stage, Logs logs) {
    Map<String, Integer> copies = new HashMap<>();
    for (Origin origin : logs.origins(pipeline, stage)) {
      copies.merge(origin.id(), 1, Integer::sum);
    }
    return copies.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(
            entry ->
                new Planted(
                    "repeated",
                    stage.name(),
                    stage.operator().kind(),
                    entry.getKey(),
                    List.of(new Anomaly("DUPLICATED", stage.name(), entry.getKey()))))
        .toList();
  }
}
