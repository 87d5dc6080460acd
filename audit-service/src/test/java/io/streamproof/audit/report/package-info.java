/** Reports and proofs drawn up from books made by hand, without a database. */
@NullMarked
package io.streamproof.audit.report;

import org.jspecify.annotations.NullMarked;
