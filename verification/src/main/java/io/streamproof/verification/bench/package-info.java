/** Measurements that anyone can repeat. */
@NullMarked
package io.streamproof.verification.bench;

import org.jspecify.annotations.NullMarked;
