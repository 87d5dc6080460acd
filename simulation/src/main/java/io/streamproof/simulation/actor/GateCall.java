package io.streamproof.simulation.actor;

import java.time.Instant;

/** A call of the gate: when it was made, and how far the proof is to reach. */
public record GateCall(String audit, long atMicros, Instant through) {}
