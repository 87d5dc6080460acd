/** The ledger in PostgreSQL. */
@NullMarked
package io.streamproof.audit.jdbc;

import org.jspecify.annotations.NullMarked;
