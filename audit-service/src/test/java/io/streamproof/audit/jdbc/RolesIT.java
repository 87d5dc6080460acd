package io.streamproof.audit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the roles of docs/TLS.md may not do; that they may do enough, all other tests here show. */
class RolesIT {
  private static final LedgerFixture LEDGER = new LedgerFixture();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table own (n integer)",
        "create table public.own (n integer)",
        "create temporary table own (n integer)",
        "create schema own",
        "create role own",
        "create database own",
        "drop table finding",
        "truncate finding",
        "alter table finding add column own integer",
        "drop function add_event_day",
        "create function add64(text) returns text language sql return 'own'",
        "set role streamproof_owner",
        "select * from pg_authid",
        "copy finding to program 'true'"
      })
  void keepTheAuditFromAllButRows(String forbidden) {
    assertThatThrownBy(() -> LEDGER.jdbc.sql(forbidden).update())
        .rootCause()
        .hasMessageFindingMatch("^ERROR: (permission denied|must be owner)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create schema own",
        "create table public.own (n integer)",
        "create role own",
        "create database own"
      })
  void keepTheOwnerFromAllButItsSchema(String forbidden) {
    assertThatThrownBy(() -> LEDGER.owner.sql(forbidden).update())
        .rootCause()
        .hasMessageStartingWith("ERROR: permission denied");
  }

  @Test
  void leaveNobodyElseAWayIn() {
    Map<String, Object> rights =
        LEDGER.row(
            """
            select has_database_privilege('public', current_database(), 'connect') as connect,
                   has_schema_privilege('public', current_schema(), 'usage') as usage,
                   has_function_privilege('public', 'add_event_day(date)', 'execute') as add,
                   has_function_privilege('public', 'drop_event_day(date)', 'execute') as drop
            """);
    assertThat(rights.values()).containsOnly(false);
  }
}
