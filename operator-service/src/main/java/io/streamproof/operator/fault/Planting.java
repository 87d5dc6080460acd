package io.streamproof.operator.fault;

import io.streamproof.pipeline.fault.Strikes;
import io.streamproof.telemetry.FaultMetrics;

/** What is planted in a stage's host, shared by all of its threads. */
record Planting(Strikes strikes, Strike strike, Crashes crashes, Held held, FaultMetrics metrics) {}
