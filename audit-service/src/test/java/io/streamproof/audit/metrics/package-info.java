/** Tests of what Prometheus gets. */
@NullMarked
package io.streamproof.audit.metrics;

import org.jspecify.annotations.NullMarked;
