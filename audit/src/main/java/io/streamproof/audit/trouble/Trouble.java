package io.streamproof.audit.trouble;

/**
 * Something that keeps an instance from vouching for a pipeline.
 *
 * @param what a sentence without a full stop, with what to do about it
 */
public record Trouble(Effect effect, String what) {
  /** What it means for the pipeline, from the least to the worst. */
  public enum Effect {
    /** It is a reason, if the verdict is UNKNOWN. */
    HINT,
    /** The verdict is UNKNOWN. */
    DOUBT,
    /** Records may have been removed, so what is missing proves nothing. */
    REMOVAL,
    /** The pipeline can be neither read nor judged. */
    OUTAGE
  }

  /** Whether the verdict is UNKNOWN for it. */
  public boolean isDoubt() {
    return isAtLeast(Effect.DOUBT);
  }

  boolean isAtLeast(Effect least) {
    return effect.compareTo(least) >= 0;
  }
}
