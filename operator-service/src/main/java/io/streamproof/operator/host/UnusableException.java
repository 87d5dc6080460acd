package io.streamproof.operator.host;

/** A configuration with which the service cannot run, however often it is started. */
public final class UnusableException extends RuntimeException {
  /** As the command line has it for unusable arguments or specifications. */
  public static final int EXIT_CODE = 2;

  private static final long serialVersionUID = 1L;
  private final String what;
  private final String mend;

  /**
   * Says what is wrong and how to mend it.
   *
   * @param mend an imperative sentence
   */
  public UnusableException(String message, String mend) {
    super(message);
    this.what = message;
    this.mend = mend;
  }

  public String mend() {
    return mend;
  }

  /** What is wrong and how to mend it, for a log. */
  String told() {
    return what + (what.contains("\n") ? "\n" : " ") + mend;
  }
}
