/** Reports and proofs of ledger summaries made by hand, without a database. */
@NullMarked
package io.streamproof.audit.report;

import org.jspecify.annotations.NullMarked;
