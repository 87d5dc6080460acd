package io.streamproof.verification.stack;

import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The broker's process: formats its storage if that has not been done, then runs Kafka. */
public final class BrokerProgram {
  private BrokerProgram() {}

  /** Runs a broker by its properties file, the one argument. */
  public static void main(String[] arguments) {
    String properties = arguments[0];
    String cluster = Uuid.randomUuid().toString();
    String[] format = {"format", "-t", cluster, "-c", properties, "--ignore-formatted"};
    if (StorageTool.execute(format, System.out) != 0) {
      System.exit(1);
    }
    Kafka.main(new String[] {properties});
  }
}
