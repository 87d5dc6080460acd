/**
 * How a record came to be, and what it caused: a walk over the topics that repeats each step with
 * the reference execution.
 */
@NullMarked
package io.streamproof.audit.lineage;

import org.jspecify.annotations.NullMarked;
