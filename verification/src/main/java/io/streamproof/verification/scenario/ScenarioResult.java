package io.streamproof.verification.scenario;

import io.streamproof.verification.stack.Report.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came of a scenario with a seed.
 *
 * @param verdict null: there was no report
 * @param manifest what was planted; null, like the judgement and the delays: it was not settled
 * @param problems in what it is not as declared; empty: it is
 * @param folder what a failure has left; null: nothing
 */
public record ScenarioResult(
    String scenario,
    long seed,
    @Nullable Verdict verdict,
    @Nullable Manifest manifest,
    @Nullable Judgement judgement,
    @Nullable Delays delays,
    Duration took,
    List<String> problems,
    @Nullable Path folder) {
  public ScenarioResult {
    problems = List.copyOf(problems);
  }

  /** Whether all is as declared. */
  public boolean isAsDeclared() {
    return problems.isEmpty();
  }

  /** Whether it could be judged at all. */
  public boolean isSettled() {
    return judgement != null;
  }

  ScenarioResult with(List<String> others) {
    return new ScenarioResult(
        scenario, seed, verdict, manifest, judgement, delays, took, others, folder);
  }

  /** The same with more problems. */
  ScenarioResult withFurther(List<String> others) {
    return with(Stream.concat(problems.stream(), others.stream()).toList());
  }

  ScenarioResult in(@Nullable Path where) {
    return new ScenarioResult(
        scenario, seed, verdict, manifest, judgement, delays, took, problems, where);
  }
}
