package io.streamproof.audit.catalogue;

/** By what instances tell whether they write to the same ledger. */
@FunctionalInterface
public interface LedgerIdentity {
  /** Eight hex digits; a copy of the ledger in another database has others. */
  String id();
}
