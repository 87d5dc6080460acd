package io.streamproof.verification.scenario;

import io.streamproof.pipeline.fault.FaultPlan;
import io.streamproof.pipeline.fault.FaultPlanReader;
import io.streamproof.verification.fault.Operations;
import io.streamproof.verification.workload.Workload;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A workload, faults, and what must come out.
 *
 * @param file where it is declared
 * @param partitions in place of the pipeline's, if given
 * @param operators a folder with the jars of custom operators; null: those that come with the bench
 * @param brokers one, or a cluster of three
 * @param audits instances of the audit
 * @param settings environment variables of every service
 * @param faults the YAML of its fault plan, without seed, each line where it stands in the file;
 *     null: it has none
 * @param operations its process faults for a seed
 * @param stacks over how many such scenarios its operations are spread, by a number in the name of
 *     each
 */
public record Scenario(
    String name,
    Path file,
    Path pipeline,
    OptionalInt partitions,
    @Nullable Path operators,
    int brokers,
    int audits,
    Map<String, String> settings,
    Workload workload,
    @Nullable String faults,
    LongFunction<Operations> operations,
    int stacks,
    Expectation expectation) {
  public Scenario {
    settings = Map.copyOf(settings);
  }

  /** Its process faults for a seed. */
  Operations operations(long seed) {
    return operations.apply(seed);
  }

  /** The YAML of its fault plan for a seed; null: the services need none. */
  @Nullable String planText(long seed) {
    if (faults == null && !operations(seed).callForCrashes()) {
      return null;
    }
    return (faults == null ? "" : faults) + "\nseed: " + seed + "\n";
  }

  /** Its fault plan for a seed; without faults if it has none. */
  FaultPlan plan(long seed) {
    String text = planText(seed);
    return text == null
        ? new FaultPlan(seed, List.of(), List.of())
        : FaultPlanReader.parse(file.toString(), text, null);
  }

  /** Those stages whose processes are disturbed or crash, so that each needs one of its own. */
  Set<String> disturbed(Collection<String> stages, long seed) {
    Set<String> disturbed = new HashSet<>(operations(seed).disturbed(stages));
    plan(seed).crashes().forEach(crash -> disturbed.add(crash.stage()));
    return disturbed;
  }

  /** The command that runs it again. */
  String command(long seed) {
    return "./streamproof verify %s --seed %s%s"
        .formatted(file, seed, stacks == 1 ? "" : " --only " + name);
  }

  /** The same pipeline with other input on one broker, and nothing that disturbs it. */
  Scenario undisturbed(Workload input) {
    Operations none = new Operations(List.of());
    return new Scenario(
        name,
        file,
        pipeline,
        partitions,
        operators,
        1,
        audits,
        settings,
        input,
        null,
        seed -> none,
        stacks,
        expectation);
  }
}
