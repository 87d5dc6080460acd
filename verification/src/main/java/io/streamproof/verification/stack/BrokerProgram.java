package io.streamproof.verification.stack;

import kafka.Kafka;
import kafka.tools.StorageTool;

/** The broker's process: formats its storage if that has not been done, then runs Kafka. */
public final class BrokerProgram {
  private BrokerProgram() {}

  /** Runs a broker by its properties file, and the id of its cluster: the same at each start. */
  public static void main(String[] arguments) {
    String properties = arguments[0];
    String cluster = arguments[1];
    String[] format = {"format", "-t", cluster, "-c", properties, "--ignore-formatted"};
    if (StorageTool.execute(format, System.out) != 0) {
      System.exit(1);
    }
    Kafka.main(new String[] {properties});
  }
}
