package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.investigation.ObservedRecord.Likeness;
import io.streamproof.audit.observation.OutputIndex;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The emissions of consecutive source offsets of a block, compared by hashes: some fifty bytes for
 * each that is expected, however many records there are of it and however long they are.
 */
final class EmissionWindow {
  /** What an emission takes. */
  static final int ENTRY_BYTES =
      2 * Long.BYTES + Long.BYTES + 2 * Long.BYTES + 2 * Integer.BYTES + Byte.BYTES;

  private static final int MISROUTED = 1 << 4;
  private static final int CORRUPTED = 1 << 5;
  private static final int KEYED = 1 << 6;
  private static final int LIKENESS = MISROUTED - 1;
  private static final int NONE = Likeness.values().length;
  private static final int FIRST_LENGTH = 1_024;
  private static final int INDEX_SHIFT = 48;

  private final SuspectBlock block;
  private final BitSet compared;
  private final MemoryBudget budget;
  private final int capacity;
  private final int mostPhantoms;
  private final int[] begins = new int[Block.SIZE];
  private final int[] counts = new int[Block.SIZE];
  private final BitSet deadLetters = new BitSet(Block.SIZE);
  private final @Nullable String[] traces = new @Nullable String[Block.SIZE];
  private final Set<EmissionKey> phantoms = new LinkedHashSet<>();
  private long furtherPhantoms;
  private int from;
  private int to;
  private int size;
  private int length;
  private long[] high = {};
  private long[] low = {};
  private long[] originals = {};
  private long[] keyHigh = {};
  private long[] keyLow = {};
  private int[] partitions = {};
  private int[] alike = {};
  private byte[] states = {};

  /**
   * Prepares a window, empty and before the block.
   *
   * @param compared the offsets to be compared, as distances from the first
   * @param mostPhantoms how many emissions that are not expected are told apart
   */
  EmissionWindow(SuspectBlock block, BitSet compared, MemoryBudget budget, int mostPhantoms) {
    this.block = block;
    this.compared = compared;
    this.budget = budget;
    this.mostPhantoms = mostPhantoms;
    this.capacity = (int) Math.max(1, budget.bytes() / 2 / ENTRY_BYTES);
  }

  /**
   * Adds what is expected of a source record that is to be compared, or of which keys matter.
   *
   * @return whether there is room for more
   */
  boolean expect(SourceRecord cause, List<OutputRecord> outputs) {
    int i = index(cause.offset());
    begins[i] = size;
    counts[i] = outputs.size();
    for (OutputRecord output : outputs) {
      grow();
      add(output);
    }
    if (!outputs.isEmpty()) {
      deadLetters.set(i, outputs.get(0).deadLetter());
      traces[i] = outputs.get(0).traceId();
    }
    return size < capacity;
  }

  private void add(OutputRecord output) {
    Tally content = ContentHash.expectedAnywhere(output);
    high[size] = content.high();
    low[size] = content.low();
    partitions[size] = output.partition();
    alike[size] = 0;
    states[size] = (byte) NONE;
    byte[] key = output.key();
    if (key != null && block.stage().stage().stateful()) {
      KeyDigest digest = KeyDigest.of(key);
      keyHigh[size] = digest.high();
      keyLow[size] = digest.low();
      states[size] = (byte) (NONE | KEYED);
    }
    size++;
  }

  private void grow() {
    if (size < length) {
      return;
    }
    int longer =
        Math.max(FIRST_LENGTH, Math.min(2 * length, Math.max(capacity, length + length / 4)));
    budget.takeAnyway((long) (longer - length) * ENTRY_BYTES);
    resize(longer);
  }

  private void resize(int entries) {
    length = entries;
    high = Arrays.copyOf(high, length);
    low = Arrays.copyOf(low, length);
    originals = Arrays.copyOf(originals, length);
    keyHigh = Arrays.copyOf(keyHigh, length);
    keyLow = Arrays.copyOf(keyLow, length);
    partitions = Arrays.copyOf(partitions, length);
    alike = Arrays.copyOf(alike, length);
    states = Arrays.copyOf(states, length);
  }

  /** Ends the window before an offset: only what is before it is compared. */
  void close(long end) {
    to = index(Math.min(end, block.to()));
  }

  /** Begins the next window where this one ends. */
  void advance() {
    from = to;
    size = 0;
    phantoms.clear();
    furtherPhantoms = 0;
  }

  /** Gives its memory back. */
  void release() {
    budget.giveBack((long) length * ENTRY_BYTES);
    resize(0);
  }

  /** Compares a record with what is expected in its place. */
  void observe(ObservedRecord observed) {
    int i = index(observed.origin().offset());
    if (i < from || i >= to || !compared.get(i)) {
      return;
    }
    int entry = entry(i, observed.origin().index());
    if (entry < 0) {
      phantom(EmissionKey.of(observed.origin()));
      return;
    }
    Likeness like = likeness(i, entry, observed);
    int state = states[entry];
    if (like.rank() < (state & LIKENESS)) {
      state = (state & ~LIKENESS) | like.rank();
      originals[entry] = packed(observed.record());
    }
    switch (like) {
      case MISROUTED -> state |= MISROUTED;
      case CORRUPTED -> state |= CORRUPTED;
      default -> alike[entry]++;
    }
    states[entry] = (byte) state;
  }

  private void phantom(EmissionKey emission) {
    if (phantoms.size() < mostPhantoms) {
      phantoms.add(emission);
    } else if (!phantoms.contains(emission)) {
      furtherPhantoms++;
    }
  }

  private Likeness likeness(int i, int entry, ObservedRecord observed) {
    Tally content = observed.contentTally(block.stage());
    if (content.high() != high[entry] || content.low() != low[entry]) {
      return Likeness.CORRUPTED;
    }
    if (partitions[entry] != observed.record().partition()) {
      return Likeness.MISROUTED;
    }
    String trace = traces[i];
    return trace != null && trace.equals(observed.traceId()) ? Likeness.RIGHT : Likeness.UNTRACED;
  }

  private boolean isDeadLetter(SourceRecord record) {
    return record.topic().equals(block.stage().deadLetterTopic());
  }

  /** The distance of its first offset from the block's. */
  int from() {
    return from;
  }

  /** The distance of the offset behind it. */
  int to() {
    return to;
  }

  /** Whether it ends where the block does. */
  boolean isLast() {
    return to == block.to() - block.from();
  }

  /** Whether any of its offsets is to be compared. */
  boolean isCompared() {
    int first = compared.nextSetBit(from);
    return first >= 0 && first < to;
  }

  /** How many emissions are expected of the offset at a distance from the block's first. */
  int count(int i) {
    return counts[i];
  }

  EmissionKey emission(int i, int index) {
    return new EmissionKey(block.partition(), block.from() + i, index);
  }

  /** What is wrong with an emission of an offset that was compared. */
  EmissionKinds kinds(int i, int index) {
    int entry = begins[i] + index;
    int state = states[entry];
    return new EmissionKinds(
        best(entry),
        alike[entry],
        (state & MISROUTED) != 0,
        (state & CORRUPTED) != 0,
        block.isCompacted());
  }

  private @Nullable Likeness best(int entry) {
    int best = states[entry] & LIKENESS;
    return best == NONE ? null : Likeness.ofRank(best);
  }

  /** Whether none of an emission's records has the content that is expected. */
  boolean isCorrupted(int i, int index) {
    return best(begins[i] + index) == Likeness.CORRUPTED;
  }

  /** The digest of an emission's key; null: it has none, or keys do not matter. */
  @Nullable KeyDigest key(int i, int index) {
    int entry = begins[i] + index;
    return (states[entry] & KEYED) == 0 ? null : new KeyDigest(keyHigh[entry], keyLow[entry]);
  }

  /** The output partition index in which an emission is expected. */
  int outputIndex(int i, int index) {
    return OutputIndex.of(partitions[begins[i] + index], deadLetters.get(i));
  }

  /**
   * Whether a record is right but for its order, at an offset that was compared: the first of those
   * most like the expected.
   */
  boolean isRightAt(int i, int index, int outputIndex, long offset) {
    int entry = entry(i, index);
    if (entry < 0 || originals[entry] != packed(outputIndex, offset)) {
      return false;
    }
    Likeness best = best(entry);
    return best == Likeness.RIGHT || best == Likeness.UNTRACED;
  }

  /** Emissions of which nothing is expected. */
  Iterable<EmissionKey> phantoms() {
    return phantoms;
  }

  /** How many records there are of further emissions of which nothing is expected. */
  long furtherPhantoms() {
    return furtherPhantoms;
  }

  private int entry(int i, int index) {
    return index < counts[i] ? begins[i] + index : -1;
  }

  private int index(long offset) {
    return (int) (offset - block.from());
  }

  private long packed(SourceRecord record) {
    return packed(OutputIndex.of(record.partition(), isDeadLetter(record)), record.offset());
  }

  private static long packed(int outputIndex, long offset) {
    return (long) outputIndex << INDEX_SHIFT | offset;
  }
}
