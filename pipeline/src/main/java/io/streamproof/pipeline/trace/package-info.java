/**
 * The spans of a message, described by what stands in the topics alone: whoever describes a span,
 * the service that lived it or the audit that rebuilds it, gives it the same ids.
 */
@NullMarked
package io.streamproof.pipeline.trace;

import org.jspecify.annotations.NullMarked;
