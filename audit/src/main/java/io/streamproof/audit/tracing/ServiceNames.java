package io.streamproof.audit.tracing;

import io.streamproof.audit.catalogue.AuditedStage;

/** The services as they call themselves in their spans. */
final class ServiceNames {
  static final String INGEST = "streamproof-ingest";
  static final String AUDIT = "streamproof-audit";

  private ServiceNames() {}

  static String operator(AuditedStage stage) {
    return "streamproof-" + stage.pipeline().name() + "-" + stage.name();
  }
}
