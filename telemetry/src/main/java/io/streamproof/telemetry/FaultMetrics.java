package io.streamproof.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.pipeline.fault.MessageFault;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tells that faults are planted in this process, and how often each has struck. There is none where
 * none are planted. What is processed again after a crash is struck and counted again.
 */
public final class FaultMetrics {
  private static final String ENABLED = "streamproof.faults.enabled";
  private static final String STRUCK = "streamproof.faults.struck";

  private final Map<String, Counter> struck;

  /** Metrics of faults at a stage; {@code source} where they strike at ingest. */
  public FaultMetrics(List<MessageFault> faults, String stage, MeterRegistry registry) {
    Gauge.builder(ENABLED, () -> 1)
        .description("1: faults are planted here, results are damaged on purpose")
        .register(registry);
    struck =
        faults.stream()
            .map(MessageFault::name)
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    fault ->
                        Counter.builder(STRUCK)
                            .description("Messages struck by a fault that was planted")
                            .tag("fault", fault)
                            .tag("stage", stage)
                            .register(registry)));
  }

  /** Counts a message that was struck. */
  public void struck(MessageFault fault) {
    Objects.requireNonNull(struck.get(fault.name())).increment();
  }
}
