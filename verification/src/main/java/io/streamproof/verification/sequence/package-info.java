/** The sequence window: an operator whose output shows by itself what became of its state. */
@NullMarked
package io.streamproof.verification.sequence;

import org.jspecify.annotations.NullMarked;
