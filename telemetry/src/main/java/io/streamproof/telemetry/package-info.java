/**
 * How the services export spans: with the ids that they have in the topics, and at no cost if off.
 */
@NullMarked
package io.streamproof.telemetry;

import org.jspecify.annotations.NullMarked;
