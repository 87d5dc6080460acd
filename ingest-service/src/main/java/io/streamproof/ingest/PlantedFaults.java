package io.streamproof.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.ingest.fault.FaultySourceLog;
import io.streamproof.ingest.kafka.CannotStartException;
import io.streamproof.ingest.kafka.ForgetfulSourceLog;
import io.streamproof.ingest.source.SourceLog;
import io.streamproof.pipeline.fault.FaultPlan;
import io.streamproof.pipeline.fault.FaultSwitch;
import io.streamproof.pipeline.fault.IngestStrikes;
import io.streamproof.pipeline.fault.MessageFault;
import io.streamproof.pipeline.yaml.InvalidSpecificationException;
import io.streamproof.telemetry.FaultMetrics;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The faults that are planted where events come in: none, unless they are switched on. */
final class PlantedFaults implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlantedFaults.class);

  /** What metrics call the place at which they strike. */
  private static final String PLACE = "source";

  private final UnaryOperator<SourceLog> planting;
  private final Runnable end;
  private final @Nullable String told;

  private PlantedFaults(UnaryOperator<SourceLog> planting, Runnable end, @Nullable String told) {
    this.planting = planting;
    this.end = end;
    this.told = told;
  }

  /**
   * Plants what the plan has for ingest, and says so aloud. Faults strike the events of every
   * pipeline that is served. Stages are not ingest's to check.
   *
   * @param producers the configuration of the service's producers
   * @throws CannotStartException if the switch is neither on nor off, or the plan cannot be used
   */
  static PlantedFaults of(
      FaultSwitch faults, Map<String, Object> producers, MeterRegistry registry) {
    FaultPlan plan = plan(faults);
    if (plan == null) {
      return new PlantedFaults(UnaryOperator.identity(), () -> {}, null);
    }
    IngestStrikes strikes = plan.ingestStrikes();
    String told = "seed " + plan.seed() + ": " + list(strikes);
    LOG.warn("FAULTS ARE PLANTED where events come in, on purpose. {}", told);
    FaultMetrics metrics = new FaultMetrics(strikes.faults(), PLACE, registry);
    ForgetfulSourceLog forgetful = new ForgetfulSourceLog(producers);
    return new PlantedFaults(
        log -> new FaultySourceLog(log, forgetful, strikes, metrics), forgetful::close, told);
  }

  /** The log with the faults in it. */
  SourceLog in(SourceLog log) {
    return planting.apply(log);
  }

  /** The seed and the faults, for health; null where there are none. */
  @Nullable String told() {
    return told;
  }

  @Override
  public void close() {
    end.run();
  }

  private static @Nullable FaultPlan plan(FaultSwitch faults) {
    String contradiction = faults.contradiction();
    if (contradiction != null) {
      throw new CannotStartException(contradiction, FaultSwitch.MEND);
    }
    try {
      return faults.read(null);
    } catch (InvalidSpecificationException e) {
      throw new CannotStartException(
          "The fault plan cannot be used:\n" + e.getMessage(), "Mend the plan.");
    }
  }

  private static String list(IngestStrikes strikes) {
    return strikes.faults().isEmpty()
        ? "none at ingest"
        : strikes.faults().stream().map(MessageFault::toString).collect(Collectors.joining("; "));
  }
}
