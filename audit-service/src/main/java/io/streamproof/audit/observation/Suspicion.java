package io.streamproof.audit.observation;

import io.streamproof.audit.finding.Finding.Place;

/**
 * A record that stands behind a later origin of the same source partition. An investigation tells
 * whether it is out of order or merely a copy.
 *
 * @param behindAt the offset, in the same output partition, at which the later origin stands
 */
public record Suspicion(
    short stageId,
    int sourcePartition,
    long sourceOffset,
    int index,
    Place place,
    long behindOffset,
    int behindIndex,
    long behindAt) {}
