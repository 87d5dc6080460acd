/** Which records have been acknowledged: increments per block, published until confirmed. */
@NullMarked
package io.streamproof.ingest.claim;

import org.jspecify.annotations.NullMarked;
