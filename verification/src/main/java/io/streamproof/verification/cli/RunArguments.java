package io.streamproof.verification.cli;

import io.streamproof.pipeline.fault.FaultPlanReader;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.verification.stack.EffectivePipeline;
import io.streamproof.verification.stack.Service;
import io.streamproof.verification.stack.StackOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code run} is told; everything that can be checked is checked before anything starts. */
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class RunArguments {
  @Parameters(paramLabel = "PIPELINE.yml", description = "The pipeline's specification.")
  private Path pipeline;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE.ndjson",
      description = "The events: a JSON payload a line.")
  private Path input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where the results go: the records of the topics that no stage reads, NDJSON.")
  private @Nullable Path output;

  @Option(names = "--report", paramLabel = "FILE", description = "Where the report goes, as JSON.")
  private @Nullable Path report;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Partitions of every topic, in place of the pipeline's own.")
  private @Nullable Integer partitions;

  @Option(
      names = "--brokers",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many brokers: 1, or a cluster of 3 that keeps each record three times.")
  private int brokers;

  @Option(
      names = "--operators",
      paramLabel = "DIR",
      description = "A folder with the jars of the pipeline's custom operators.")
  private @Nullable Path operators;

  @Option(
      names = "--faults",
      paramLabel = "FILE",
      description = "A plan of faults, which are planted: the results are wrong on purpose.")
  private @Nullable Path faults;

  @Option(
      names = "--without",
      split = ",",
      paramLabel = "NAME",
      description = {
        "Services to leave out, for you to start them, as from an IDE: ingest, audit, or a stage.",
        "Prints the environment that each needs, and waits until it is ready."
      })
  private Set<String> without = Set.of();

  @Mixin private Timeout timeout;

  @Option(
      names = "--keep",
      description = "Leaves everything up, prints the addresses and waits for Ctrl-C.")
  private boolean keep;

  /**
   * Checks all that can be checked before anything starts.
   *
   * @throws UnusableException for an argument that cannot be used
   * @throws io.streamproof.pipeline.yaml.InvalidSpecificationException for a specification that
   *     cannot be run
   */
  void check() {
    requireReadable(pipeline, "the specification");
    requireReadable(input, "--input");
    requireAtLeastOne(partitions, "--partitions");
    if (brokers != 1 && brokers != StackOptions.MOST_BROKERS) {
      throw new UnusableException("--brokers must be 1 or 3, not " + brokers);
    }
    timeout.check();
    output();
    report();
    if (operators != null && !Files.isDirectory(operators)) {
      throw new UnusableException("--operators: " + operators + " is no folder");
    }
    PipelineSpecification specification =
        EffectivePipeline.read(pipeline, partitions()).specification();
    requireOperators(specification);
    requireServices(specification);
    if (faults != null) {
      requireReadable(faults, "--faults");
      FaultPlanReader.read(faults, specification);
    }
  }

  StackOptions stack() {
    StackOptions options =
        StackOptions.of(pipeline)
            .withPartitions(partitions())
            .withOperators(operators)
            .withBrokers(brokers)
            .withStagesTogether()
            .without(without);
    return faults == null ? options : options.withFaults(faults);
  }

  Path input() {
    return input;
  }

  @Nullable OutputFile output() {
    return OutputFile.of(output, "--output");
  }

  @Nullable OutputFile report() {
    return OutputFile.of(report, "--report");
  }

  /** What is said of the faults that are planted; null: none are. */
  @Nullable String warning() {
    return faults == null
        ? null
        : "FAULTS ARE PLANTED, as "
            + faults
            + " says: what comes out is wrong on purpose, and must not be used";
  }

  Duration patience() {
    return timeout.duration();
  }

  boolean keep() {
    return keep;
  }

  private OptionalInt partitions() {
    return partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions);
  }

  private static void requireReadable(Path file, String what) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new UnusableException(what + ": " + file + " is no file that can be read");
    }
  }

  private static void requireAtLeastOne(@Nullable Integer number, String option) {
    if (number != null && number < 1) {
      throw new UnusableException(option + " must be at least 1, not " + number);
    }
  }

  private void requireServices(PipelineSpecification specification) {
    Set<String> known = new LinkedHashSet<>(List.of(Service.INGEST, Service.AUDIT));
    specification.stages().forEach(stage -> known.add(stage.name()));
    for (String name : without) {
      if (!known.contains(name.replaceFirst("^" + Service.OPERATOR_PREFIX, ""))) {
        throw new UnusableException(
            "--without: there is no service or stage \"" + name + "\"; there are " + known);
      }
    }
  }

  private void requireOperators(PipelineSpecification specification) {
    if (specification.hasCustomOperators() && operators == null) {
      throw new UnusableException(
          "the pipeline has custom operators: name the folder of their jars with --operators");
    }
  }
}
