package io.streamproof.verification.fault;

/** Which broker an operation strikes: the one that has a role when the operation begins. */
public sealed interface BrokerRole {
  /** What it is called in the name of an operation. */
  String word();

  /**
   * The leader of a partition.
   *
   * @param topic its name without the pipeline's
   */
  record Leader(String topic, int partition) implements BrokerRole {
    static final String WORD = "leader";

    @Override
    public String word() {
      return WORD;
    }
  }

  /** The controller that has been elected. */
  record Controller() implements BrokerRole {
    static final String WORD = "controller";

    @Override
    public String word() {
      return WORD;
    }
  }
}
