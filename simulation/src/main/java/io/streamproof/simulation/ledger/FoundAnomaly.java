package io.streamproof.simulation.ledger;

import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.FindingKind;

/**
 * A finding in a ledger.
 *
 * @param kind by now; a finding may become DIVERGED
 */
public record FoundAnomaly(Finding finding, FindingKind kind) {}
