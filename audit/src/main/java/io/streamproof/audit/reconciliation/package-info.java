/** When a block is settled, and whether its two sides agree. */
@NullMarked
package io.streamproof.audit.reconciliation;

import org.jspecify.annotations.NullMarked;
