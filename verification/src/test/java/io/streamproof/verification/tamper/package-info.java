/** Tampering with a running pipeline's topics, to see that the audit sees it. */
@NullMarked
package io.streamproof.verification.tamper;

import org.jspecify.annotations.NullMarked;
