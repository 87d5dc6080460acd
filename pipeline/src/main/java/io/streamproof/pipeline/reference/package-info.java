/** The reference execution: a stage run alone, on a log, without Kafka. */
@NullMarked
package io.streamproof.pipeline.reference;

import org.jspecify.annotations.NullMarked;
