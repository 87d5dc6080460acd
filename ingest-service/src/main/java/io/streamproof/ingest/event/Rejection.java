package io.streamproof.ingest.event;

import java.util.Locale;

/** Why an event is not accepted, in words for the client: of a length and form for answers. */
public record Rejection(Reason reason, String detail) {

  public Rejection {
    detail = Texts.detail(detail);
  }

  /** What kind of reason: the client's to mend, or the service's state. */
  public enum Reason {
    INVALID,
    TOO_LARGE,

    /** Nothing wrong with it, but with another event of its batch. */
    BATCH,
    UNAVAILABLE;

    /** The reason as a tag of the metrics. */
    public String tag() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public static Rejection invalid(String detail) {
    return new Rejection(Reason.INVALID, detail);
  }

  public static Rejection tooLarge(String detail) {
    return new Rejection(Reason.TOO_LARGE, detail);
  }

  public static Rejection unavailable(String detail) {
    return new Rejection(Reason.UNAVAILABLE, detail);
  }
}
