package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.Finding;
import java.util.List;
import java.util.Map;

/**
 * What an investigation has come to.
 *
 * @param verdict of the block: PROVEN, VIOLATED or UNVERIFIABLE
 * @param findings the anomalies, new or known
 * @param worsened findings that have become DIVERGED, with the source offsets of the emissions that
 *     they now spoil as well
 * @param closed findings whose key has had a right emission since
 */
public record Verdicts(
    String verdict, List<Finding> findings, Map<Long, List<Long>> worsened, List<Long> closed) {}
