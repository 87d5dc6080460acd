/** The operator host: one process that runs one stage of a pipeline on Kafka Streams. */
@NullMarked
package io.streamproof.operator;

import org.jspecify.annotations.NullMarked;
