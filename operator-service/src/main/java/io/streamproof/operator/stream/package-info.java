/** A stage as a Kafka Streams topology, and the settings it runs under. */
@NullMarked
package io.streamproof.operator.stream;

import org.jspecify.annotations.NullMarked;
