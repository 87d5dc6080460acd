package io.streamproof.pipeline.tally;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.record.UnreadableException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which offsets of a block of the source topic ingest has acknowledged to clients, and the tally of
 * exactly these records. Claims are increments: each acknowledged offset is in one claim, which may
 * be repeated identically but never differently.
 *
 * @param partition of the source topic
 * @param block its number, see {@link Block}
 * @param offsets a bit for each offset of the block as 64 hex digits, the first offset's first
 * @param tally over {@link ContentHash#source} of the claimed records
 */
public record Claim(int partition, long block, String offsets, Tally tally) {
  private static final HexFormat HEX = HexFormat.of();
  private static final int DIGITS = Block.SIZE / 4;
  private static final int OFFSETS_PER_DIGIT = 4;
  private static final long LAST_BLOCK = Long.MAX_VALUE / Block.SIZE - 1;
  private static final Pattern LANE = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern OFFSETS = Pattern.compile("[0-9a-f]{" + DIGITS + "}");

  public Claim {
    if (partition < 0 || block < 0) {
      throw new IllegalArgumentException("no block of a topic: " + partition + ":" + block);
    }
    if (!OFFSETS.matcher(offsets).matches()) {
      throw new IllegalArgumentException("not " + DIGITS + " hex digits of offsets: " + offsets);
    }
    if (tally.count() == 0 || tally.count() != new BigInteger(offsets, 16).bitCount()) {
      throw new IllegalArgumentException("the count is not the number of offsets");
    }
  }

  /**
   * A claim of the offsets whose bits are set: the most significant bit of the first of the four
   * words is the block's first offset.
   */
  public static Claim of(int partition, long block, long[] words, Tally tally) {
    StringBuilder digits = new StringBuilder(DIGITS);
    for (long word : words) {
      digits.append(HEX.toHexDigits(word));
    }
    return new Claim(partition, block, digits.toString(), tally);
  }

  /**
   * Reads the value of a record of the claims topic.
   *
   * @throws UnreadableException if it is no claim
   */
  public static Claim parse(byte[] json) {
    if (!(JsonCodec.read(json) instanceof Map<?, ?> members)) {
      throw new UnreadableException("a claim is no JSON object");
    }
    try {
      Claim claim =
          new Claim(
              Math.toIntExact(integer(members, "partition")),
              integer(members, "block"),
              text(members, "offsets"),
              new Tally(integer(members, "count"), lane(members, "high"), lane(members, "low")));
      if (claim.block > LAST_BLOCK) {
        throw new IllegalArgumentException("no topic has a block " + claim.block);
      }
      return claim;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnreadableException("not a claim: " + e.getMessage());
    }
  }

  /** The record key of the claim in the claims topic: {@code <partition>:<block>}. */
  public byte[] key() {
    return (partition + ":" + block).getBytes(US_ASCII);
  }

  /** The value of a record of the claims topic. */
  public byte[] toJson() {
    return """
        {"partition":%s,"block":%s,"offsets":"%s","count":%s,"high":"%s","low":"%s"}"""
        .formatted(
            partition,
            block,
            offsets,
            tally.count(),
            HEX.toHexDigits(tally.high()),
            HEX.toHexDigits(tally.low()))
        .getBytes(UTF_8);
  }

  /** The first offset that is claimed. */
  public long firstOffset() {
    return block * Block.SIZE + bits().indexOf('1');
  }

  /** Whether an offset of the source partition is among the claimed ones. */
  public boolean covers(long offset) {
    if (Block.number(offset) != block) {
      return false;
    }
    int index = (int) (offset % Block.SIZE);
    int digit = HexFormat.fromHexDigit(offsets.charAt(index / OFFSETS_PER_DIGIT));
    return (digit & (0b1000 >> (index % OFFSETS_PER_DIGIT))) != 0;
  }

  /** The offsets as a text of {@code 0} and {@code 1}, the block's first offset first. */
  public String bits() {
    StringBuilder bits = new StringBuilder(Block.SIZE);
    for (long offset = 0; offset < Block.SIZE; offset++) {
      bits.append(covers(block * Block.SIZE + offset) ? '1' : '0');
    }
    return bits.toString();
  }

  private static long integer(Map<?, ?> members, String name) {
    if (members.get(name) instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException(name + " is no integer");
  }

  private static long lane(Map<?, ?> members, String name) {
    String digits = text(members, name);
    if (!LANE.matcher(digits).matches()) {
      throw new IllegalArgumentException(name + " is not 16 hex digits");
    }
    return HexFormat.fromHexDigitsToLong(digits);
  }

  private static String text(Map<?, ?> members, String name) {
    if (members.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + " is no text");
  }
}
