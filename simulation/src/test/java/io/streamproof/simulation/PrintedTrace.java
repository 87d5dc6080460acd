package io.streamproof.simulation;

/** Prints the traces of seeds, in a JVM of its own. */
final class PrintedTrace {
  static final String MARK = "> ";

  private PrintedTrace() {}

  static String unmarked(String line) {
    return line.substring(MARK.length());
  }

  public static void main(String[] seeds) {
    for (String seed : seeds) {
      SimulationRun.of(
              SimulationPlan.of(Long.parseLong(seed)), SimulationSurroundings.MODELLED, true)
          .trace()
          .forEach(line -> System.out.println(MARK + line));
    }
  }
}
