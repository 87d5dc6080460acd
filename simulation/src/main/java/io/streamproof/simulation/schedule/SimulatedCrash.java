package io.streamproof.simulation.schedule;

/** An instance is killed. No error of the program: nothing that handles failures may catch it. */
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  public SimulatedCrash(String who) {
    super(who + " was killed", null, false, false);
  }
}
