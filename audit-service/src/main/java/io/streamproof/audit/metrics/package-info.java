/** Meters and gauges of the audit. */
@NullMarked
package io.streamproof.audit.metrics;

import org.jspecify.annotations.NullMarked;
