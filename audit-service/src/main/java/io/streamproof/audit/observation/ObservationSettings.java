package io.streamproof.audit.observation;

import java.time.Duration;

/** When batches are written, and whether events are indexed. */
public record ObservationSettings(int batchRecords, Duration batchInterval, boolean indexEvents) {}
