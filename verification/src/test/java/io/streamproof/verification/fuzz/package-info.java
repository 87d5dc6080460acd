/** The services against requests that nobody has thought of. */
@NullMarked
package io.streamproof.verification.fuzz;

import org.jspecify.annotations.NullMarked;
