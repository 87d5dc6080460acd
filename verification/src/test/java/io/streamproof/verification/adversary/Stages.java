package io.streamproof.verification.adversary;

/** The specifications of pipelines under attack: their stages, below {@code stages:}. */
final class Stages {
  /** Computes a value from each event. */
  static final String DOUBLED =
      """
        - name: doubled
          map: '{"n": data.n * 2}'
      """;

  /** Forwards each event byte by byte, or writes a dead letter. */
  static final String FORWARDED =
      """
        - name: forwarded
          filter: data.n >= 0
      """;

  /** Sums up by customer, without an end. */
  static final String SUMMED =
      """
        - name: summed
          aggregate:
            fields: {orders: count(), total: sum(data.n)}
      """;

  /** Emits each part of an event. */
  static final String EXPLODED =
      """
        - name: exploded
          flat-map: data.parts
      """;

  private Stages() {}

  /** A whole specification. */
  static String text(String name, int partitions, String stages) {
    return """
        name: %s
        partitions: %s
        source: {key: data.customer, time: data.at}
        stages:
        %s"""
        .formatted(name, partitions, stages);
  }
}
