/** Whole pipelines on stacks of real processes. */
@NullMarked
package io.streamproof.verification;

import org.jspecify.annotations.NullMarked;
