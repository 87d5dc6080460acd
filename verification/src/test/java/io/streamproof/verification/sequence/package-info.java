/** What the sequence window promises. */
@NullMarked
package io.streamproof.verification.sequence;

import org.jspecify.annotations.NullMarked;
