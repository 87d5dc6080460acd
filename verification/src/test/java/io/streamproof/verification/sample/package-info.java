/** A user's own operator, as it lies in a jar beside the services. */
@NullMarked
package io.streamproof.verification.sample;

import org.jspecify.annotations.NullMarked;
