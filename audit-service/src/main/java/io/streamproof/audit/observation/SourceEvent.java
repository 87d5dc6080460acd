package io.streamproof.audit.observation;

import io.streamproof.pipeline.record.SourceRecord;
import java.util.UUID;

/** An event in a source topic, by the hash of its source and id, for the index of events. */
public record SourceEvent(short pipelineId, UUID event, SourceRecord record) {}
