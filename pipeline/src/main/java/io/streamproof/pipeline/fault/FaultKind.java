package io.streamproof.pipeline.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What goes wrong with a message. */
public enum FaultKind {
  /** What the stage makes of the record is not sent. */
  DROP,
  /** The first output is sent twice in a row. */
  DUPLICATE,
  /** The first output's value is damaged. */
  CORRUPT,
  /** The outputs are sent later; the stage waits meanwhile. */
  DELAY,
  /** The outputs are sent behind those of the partition's next record. */
  SWAP,
  /** The first output is sent to another partition. */
  MISROUTE,
  /** An output more is sent, which nothing caused. */
  FORGE,
  /** The first output is sent without its trace context. */
  STRIP_TRACE,
  /** At ingest: the event is acknowledged, and no reader ever sees it. */
  FORGET,
  /** At ingest: the event is written twice. */
  WRITE_TWICE;

  /** The words of all of them. */
  static final List<String> WORDS = Arrays.stream(values()).map(FaultKind::word).toList();

  /** As a plan writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it strikes where events come in, and not at a stage. */
  public boolean atIngest() {
    return this == FORGET || this == WRITE_TWICE;
  }

  static @Nullable FaultKind of(String word) {
    int found = WORDS.indexOf(word);
    return found < 0 ? null : values()[found];
  }
}
