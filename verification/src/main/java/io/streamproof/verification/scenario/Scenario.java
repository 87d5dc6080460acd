package io.streamproof.verification.scenario;

import io.streamproof.pipeline.fault.FaultPlan;
import io.streamproof.pipeline.fault.FaultPlanReader;
import io.streamproof.verification.fault.Operations;
import io.streamproof.verification.workload.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A workload, faults, and what must come out.
 *
 * @param file where it is declared
 * @param partitions in place of the pipeline's, if given
 * @param operators a folder with the jars of custom operators; null: those that come with the bench
 * @param audits instances of the audit
 * @param settings environment variables of every service
 * @param faults the YAML of its fault plan, without seed, each line where it stands in the file;
 *     null: it has none
 */
public record Scenario(
    String name,
    Path file,
    Path pipeline,
    OptionalInt partitions,
    @Nullable Path operators,
    int audits,
    Map<String, String> settings,
    Workload workload,
    @Nullable String faults,
    Operations operations,
    Expectation expectation) {
  public Scenario {
    settings = Map.copyOf(settings);
  }

  /** The YAML of its fault plan for a seed. */
  String planText(long seed) {
    return faults + "\nseed: " + seed + "\n";
  }

  /** Its fault plan for a seed; without faults if it has none. */
  FaultPlan plan(long seed) {
    return faults == null
        ? new FaultPlan(seed, List.of(), List.of())
        : FaultPlanReader.parse(file.toString(), planText(seed), null);
  }

  /** The same with other operations. */
  Scenario with(Operations others) {
    return disturbedBy(faults, others);
  }

  /** The same input with nothing that disturbs it. */
  Scenario undisturbed() {
    return disturbedBy(null, new Operations(List.of()));
  }

  private Scenario disturbedBy(@Nullable String otherFaults, Operations otherOperations) {
    return new Scenario(
        name,
        file,
        pipeline,
        partitions,
        operators,
        audits,
        settings,
        workload,
        otherFaults,
        otherOperations,
        expectation);
  }
}
