package io.streamproof.audit.tracing;

/** The services as they call themselves in their spans. */
final class Services {
  static final String INGEST = "streamproof-ingest";
  static final String OPERATOR = "streamproof-operator";
  static final String AUDIT = "streamproof-audit";

  private Services() {}
}
