/**
 * Scenarios: a workload, faults and a declared expectation; run against a whole stack and judged by
 * what stands in the topics.
 */
@NullMarked
package io.streamproof.verification.scenario;

import org.jspecify.annotations.NullMarked;
