/** The life of a stage's process: brokers, topics, state folder, failures, health. */
@NullMarked
package io.streamproof.operator.host;

import org.jspecify.annotations.NullMarked;
