package io.streamproof.operator.fault;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.operator.host.UnusableException;
import io.streamproof.operator.stream.Passage;
import io.streamproof.pipeline.fault.Crash;
import io.streamproof.pipeline.fault.FaultPlan;
import io.streamproof.pipeline.fault.FaultSwitch;
import io.streamproof.pipeline.fault.Strikes;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.pipeline.yaml.InvalidSpecificationException;
import io.streamproof.telemetry.FaultMetrics;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The faults that are planted in a stage's host: none, unless they are switched on. */
public final class PlantedFaults {
  private static final Logger log = LoggerFactory.getLogger(PlantedFaults.class);

  /** As of a process that was killed, by SIGKILL's number. */
  private static final int EXIT_CODE = 137;

  private static final PlantedFaults NONE = new PlantedFaults(Passage.Gate.UNDISTURBED, null, null);

  private final Passage.Gate gate;
  private final @Nullable KafkaClientSupplier clients;
  private final @Nullable String told;

  private PlantedFaults(
      Passage.Gate gate, @Nullable KafkaClientSupplier clients, @Nullable String told) {
    this.gate = gate;
    this.clients = clients;
    this.told = told;
  }

  /**
   * Plants what the plan has for the stage, and says so aloud.
   *
   * @param marks the folder that remembers which crashes have happened
   * @throws UnusableException if the switch is neither on nor off, or the plan cannot be used
   */
  public static PlantedFaults of(
      FaultSwitch faults, Stage stage, Path marks, MeterRegistry registry) {
    FaultPlan plan = plan(faults, stage);
    return plan == null
        ? NONE
        : of(plan, stage, marks, registry, () -> Runtime.getRuntime().halt(EXIT_CODE));
  }

  static PlantedFaults of(
      FaultPlan plan, Stage stage, Path marks, MeterRegistry registry, Runnable halt) {
    Strikes strikes = plan.strikes(stage.name());
    List<Crash> crashes = plan.crashes(stage.name());
    String group = stage.pipeline().group(stage.specification());
    Planting planting =
        new Planting(
            strikes,
            new Strike(stage),
            new Crashes(crashes, new Marks(marks, group, plan.seed()), halt),
            new Held(),
            new FaultMetrics(strikes.faults(), stage.name(), registry));
    String told = "seed " + plan.seed() + ": " + list(strikes, crashes);
    log.warn("FAULTS ARE PLANTED in stage {}, its results are wrong on purpose. {}", group, told);
    return new PlantedFaults(
        (hop, task) -> new FaultyPassage(planting, hop, task), new FaultyClients(planting), told);
  }

  /** The way of records through the stage. */
  public Passage.Gate gate() {
    return gate;
  }

  /** The clients that Kafka Streams must use; null: its own. */
  public @Nullable KafkaClientSupplier clients() {
    return clients;
  }

  /** The seed and the faults, for health; null where there are none. */
  public @Nullable String told() {
    return told;
  }

  private static @Nullable FaultPlan plan(FaultSwitch faults, Stage stage) {
    String contradiction = faults.contradiction();
    if (contradiction != null) {
      throw new UnusableException(contradiction, FaultSwitch.MEND);
    }
    try {
      return faults.read(stage.pipeline());
    } catch (InvalidSpecificationException e) {
      throw new UnusableException(
          "The fault plan cannot be used:\n" + e.getMessage(), "Mend the plan.");
    }
  }

  private static String list(Strikes strikes, List<Crash> crashes) {
    String list =
        Stream.concat(strikes.faults().stream(), crashes.stream())
            .map(String::valueOf)
            .collect(Collectors.joining("; "));
    return list.isEmpty() ? "none at this stage" : list;
  }
}
