package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.Finding;
import java.util.List;

/** What has become of claims: whether all were met after all, and what was not. */
public record ClaimVerdicts(boolean met, List<Finding> findings) {}
