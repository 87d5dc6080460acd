/** The stack's parts, and stacks of real processes. */
@NullMarked
package io.streamproof.verification.stack;

import org.jspecify.annotations.NullMarked;
