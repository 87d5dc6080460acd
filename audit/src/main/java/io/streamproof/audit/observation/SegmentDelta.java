package io.streamproof.audit.observation;

import io.streamproof.pipeline.tally.Tally;
import java.util.Map;

/**
 * What a batch adds to a segment of a block.
 *
 * @param records source records that the reference has run on
 * @param emittedFrom those of them with an expected emission
 * @param deadLettered those of them with an expected dead letter
 * @param expectedLast the last source offset that the reference has run on; -1: none
 * @param observedLast the last origin observed; -1: none
 * @param mismatches observed records that cannot be compared with the reference
 * @param candidates observed records that an investigation will check for their order
 * @param ranges first and last offset of what was observed of the whole block, by output partition
 *     index
 * @param firstTime the least event time of the source records, epoch milliseconds; only if there
 *     are any
 * @param lastTime the greatest
 */
public record SegmentDelta(
    int records,
    int emittedFrom,
    int deadLettered,
    Tally expected,
    long expectedLast,
    Tally observed,
    long observedLast,
    int mismatches,
    int candidates,
    Map<Integer, long[]> ranges,
    long firstTime,
    long lastTime) {}
