package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.LedgerIdentity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The identity that the ledger was given when it was made, and the database that it is in now: a
 * ledger that was restored beside its original has the first in common with it.
 */
@Component
final class JdbcLedgerIdentity implements LedgerIdentity {
  private final JdbcClient jdbc;

  JdbcLedgerIdentity(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String id() {
    return jdbc.sql(
            """
            select left(md5(l.id::text || d.oid::text || d.datname), 8)
              from ledger_identity l, pg_database d
             where d.datname = current_database()
            """)
        .query(String.class)
        .single();
  }
}
