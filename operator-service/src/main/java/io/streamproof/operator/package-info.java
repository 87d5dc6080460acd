/** The operator host: a process that runs stages of pipelines on Kafka Streams. */
@NullMarked
package io.streamproof.operator;

import org.jspecify.annotations.NullMarked;
