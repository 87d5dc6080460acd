/** Reading topics: what a record contributes to the ledger, and the ledger as observers need it. */
@NullMarked
package io.streamproof.audit.observation;

import org.jspecify.annotations.NullMarked;
