package io.streamproof.audit.observation;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.RecordPlace;

/**
 * A record behind a later origin of the same source partition. An investigation decides whether it
 * is out of order or merely a duplicate.
 *
 * @param behind the later emission
 * @param behindAt the offset of that one in the same output partition
 */
public record ReorderCandidate(
    short stageId, EmissionKey emission, RecordPlace place, EmissionKey behind, long behindAt) {}
