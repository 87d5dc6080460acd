package io.streamproof.audit.investigation;

/** The memory of an investigation: what it keeps of a block's records is taken from it. */
final class MemoryBudget {
  private final long bytes;
  private long used;
  private long peak;

  MemoryBudget(long bytes) {
    this.bytes = bytes;
  }

  /** Takes memory, if there is enough left. */
  boolean take(long more) {
    if (used + more > bytes) {
      return false;
    }
    takeAnyway(more);
    return true;
  }

  /** Takes memory for what cannot be done without. */
  void takeAnyway(long more) {
    used += more;
    peak = Math.max(peak, used);
  }

  void giveBack(long less) {
    used -= less;
  }

  /** All of it, taken or not. */
  long bytes() {
    return bytes;
  }

  /** The most that was taken at a time. */
  long peak() {
    return peak;
  }
}
