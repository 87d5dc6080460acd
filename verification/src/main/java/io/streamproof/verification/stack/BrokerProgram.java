package io.streamproof.verification.stack;

import java.util.ArrayList;
import java.util.List;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** The broker's process: formats its storage if that has not been done, then runs Kafka. */
public final class BrokerProgram {
  private BrokerProgram() {}

  /**
   * Runs a broker by its properties file and the id of its cluster, the same at each start; further
   * arguments are for the formatting.
   */
  public static void main(String[] arguments) {
    String properties = arguments[0];
    String cluster = arguments[1];
    List<String> format =
        new ArrayList<>(List.of("format", "-t", cluster, "-c", properties, "--ignore-formatted"));
    format.addAll(List.of(arguments).subList(2, arguments.length));
    if (StorageTool.execute(format.toArray(String[]::new), System.out) != 0) {
      System.exit(1);
    }
    Kafka.main(new String[] {properties});
  }
}
