/**
 * A stage's whole behaviour, from source record to output records, shared by host and reference.
 */
@NullMarked
package io.streamproof.pipeline.stage;

import org.jspecify.annotations.NullMarked;
