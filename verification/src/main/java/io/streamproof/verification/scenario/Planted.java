package io.streamproof.verification.scenario;

import java.util.List;

/**
 * A fault that struck.
 *
 * @param fault its kind
 * @param stage where; {@code source} for ingest
 * @param operator what the stage does; {@code ingest} for ingest
 * @param victim the position of the source record, or the event
 * @param anomalies what the audit has to find of it; none if the fault has changed nothing
 */
record Planted(
    String fault, String stage, String operator, String victim, List<Anomaly> anomalies) {
  Planted {
    anomalies = List.copyOf(anomalies);
  }

  /** A line of the manifest. */
  String line() {
    String expected =
        anomalies.isEmpty()
            ? "nothing"
            : String.join(", ", anomalies.stream().map(Anomaly::line).toList());
    return fault + " " + stage + " " + victim + " -> " + expected;
  }
}
