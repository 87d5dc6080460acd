package io.streamproof.verification.scenario;

/** In what the results of a run have to equal those of an undisturbed run, key by key. */
enum Equality {
  /** The last value. */
  LAST,
  /** All values in their order. */
  SEQUENCE,
  /** All values, in whatever order. */
  SET
}
