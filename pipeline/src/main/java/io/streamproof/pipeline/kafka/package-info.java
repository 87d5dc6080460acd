/** The thin rim to Kafka that every service needs: the topics of a pipeline. */
@NullMarked
package io.streamproof.pipeline.kafka;

import org.jspecify.annotations.NullMarked;
