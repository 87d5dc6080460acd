/**
 * Fault plans: what is to go wrong, and where. Whether a fault strikes is a pure function of its
 * plan and a position, so that host, ingest and judge agree without telling each other.
 */
@NullMarked
package io.streamproof.pipeline.fault;

import org.jspecify.annotations.NullMarked;
