package io.streamproof.audit.http;

import com.flipkart.zjsonpatch.DiffFlags;
import com.flipkart.zjsonpatch.Jackson3JsonDiff;
import io.streamproof.audit.finding.Finding.Evidence;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The evidence of a finding, with every digit as it was written.
 *
 * @param difference what makes the observed record of the expected one, as a JSON Patch (RFC 6902);
 *     null: one is missing, or they are too wide to compare
 */
record EvidenceView(
    @Nullable JsonNode expected, @Nullable JsonNode observed, @Nullable JsonNode difference) {
  /** Evidence nests a value as deep as values go, in an object of its own. */
  private static final int MAX_DEPTH = 600;

  /** The longest array that is compared: the cost grows with the square of the length. */
  private static final int MAX_WIDTH = 2_000;

  /** Only add, remove and replace, which read like what has happened to the content. */
  private static final EnumSet<DiffFlags> PLAIN =
      EnumSet.of(
          DiffFlags.OMIT_MOVE_OPERATION,
          DiffFlags.OMIT_COPY_OPERATION,
          DiffFlags.OMIT_VALUE_ON_REMOVE);

  private static final JsonMapper EXACT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  static EvidenceView of(Evidence evidence) {
    JsonNode expected = read(evidence.expected());
    JsonNode observed = read(evidence.observed());
    return new EvidenceView(expected, observed, difference(expected, observed));
  }

  /** A record as the ledger has it; text that is no JSON is given as it is. */
  private static @Nullable JsonNode read(@Nullable String json) {
    if (json == null) {
      return null;
    }
    try {
      return EXACT.readTree(json);
    } catch (JacksonException e) {
      return JsonNodeFactory.instance.stringNode(json);
    }
  }

  /** No record is expected at an offset of its own, so where it is makes no difference. */
  private static @Nullable JsonNode difference(
      @Nullable JsonNode expected, @Nullable JsonNode observed) {
    if (expected == null || observed == null || !isNarrow(expected) || !isNarrow(observed)) {
      return null;
    }
    JsonNode content = observed;
    if (observed instanceof ObjectNode object && !expected.has("offset")) {
      content = object.deepCopy().without("offset");
    }
    return Jackson3JsonDiff.asJson(expected, content, PLAIN);
  }

  private static boolean isNarrow(JsonNode node) {
    return (!node.isArray() || node.size() <= MAX_WIDTH)
        && node.values().stream().allMatch(EvidenceView::isNarrow);
  }
}
