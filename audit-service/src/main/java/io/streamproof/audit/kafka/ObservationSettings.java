package io.streamproof.audit.kafka;

import java.time.Duration;

/** When batches are written, and whether events are indexed. */
record ObservationSettings(int batchRecords, Duration batchInterval, boolean indexEvents) {}
