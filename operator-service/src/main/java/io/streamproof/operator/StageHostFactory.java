package io.streamproof.operator;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.operator.fault.PlantedFaults;
import io.streamproof.operator.host.Brokers;
import io.streamproof.operator.host.Exit;
import io.streamproof.operator.host.Preparation;
import io.streamproof.operator.host.StageHost;
import io.streamproof.operator.metric.StageCounters;
import io.streamproof.operator.stream.Instruments;
import io.streamproof.operator.stream.StageTopology;
import io.streamproof.operator.trace.DeadLetterLog;
import io.streamproof.operator.trace.StageTrace;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.telemetry.MessageTracer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.kafka.config.KafkaStreamsConfiguration;
import org.springframework.kafka.streams.KafkaStreamsMicrometerListener;

/** Assembles the hosts of stages from what all stages of the process share. */
record StageHostFactory(
    OperatorProperties properties,
    KafkaStreamsConfiguration configuration,
    MessageTracer tracer,
    MeterRegistry meters,
    Brokers brokers,
    Exit exit) {
  private static final InstantSource CLOCK = InstantSource.system();

  List<StageHost> hosts(List<Stage> stages) {
    return stages.stream().map(stage -> host(stage, stages.size())).toList();
  }

  private StageHost host(Stage stage, int stages) {
    PlantedFaults faults =
        PlantedFaults.of(properties.faults().asSwitch(), stage, properties.marks(), meters);
    Preparation preparation =
        new Preparation(
            stage,
            brokers,
            properties.topics().settings(),
            stage.stateful() ? StageTopology.changelog(stage) : null,
            properties.startupTimeout());
    return new StageHost(
        stage,
        preparation,
        properties.stateBase(),
        streams(stage, stages, faults),
        properties.shutdownTimeout(),
        faults.told(),
        exit);
  }

  private StageStreams streams(Stage stage, int stages, PlantedFaults faults) {
    Instruments instruments =
        new Instruments(
            new StageCounters(stage, meters),
            new StageTrace(stage, tracer),
            new DeadLetterLog(stage, System::nanoTime));
    return new StageStreams(
        stage,
        configured(),
        properties.streamSettings(stage, stages),
        new StageTopology(stage, instruments, CLOCK, faults.gate()),
        faults.clients(),
        new KafkaStreamsMicrometerListener(meters));
  }

  /** Spring's settings for Kafka Streams: connection, security and what the user has set. */
  private Map<String, Object> configured() {
    Map<String, Object> settings = new HashMap<>();
    configuration
        .asProperties()
        .forEach((name, value) -> settings.put(String.valueOf(name), value));
    return settings;
  }
}
