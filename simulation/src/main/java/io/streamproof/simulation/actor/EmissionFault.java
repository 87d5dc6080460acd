package io.streamproof.simulation.actor;

/** What a stage does wrong with an emission. */
enum EmissionFault {
  DROPPED,
  REPEATED,
  REPEATED_ALTERED,
  ALTERED,
  MISROUTED,
  HELD_BACK,
  INVENTED,
  WITHOUT_ORIGIN,
  UNTRACED
}
