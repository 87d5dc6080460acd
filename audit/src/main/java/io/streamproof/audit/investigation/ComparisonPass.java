package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.observation.OutputIndex;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the source offsets whose sides differ once more, and compares emission by emission, a
 * window at a time. Where the stage keeps state, all emissions are followed, since a right one ends
 * what was wrong with its key.
 */
final class ComparisonPass {
  private static final int OPEN_FINDING_BYTES = 128;
  private static final int SHARE_OF_OPEN_FINDINGS = 8;

  private final SuspectBlock block;
  private final ComparedOffsets offsets;
  private final BlockAnomalies anomalies;
  private final boolean isFollowed;
  private final EmissionWindow window;
  private final SourceScan source;
  private final OrderCheck order;
  private final KeyHistory history;
  private final UnreadOutputs unread;
  private final int mostOpen;
  private @Nullable DivergenceTracker tracker;
  private @Nullable OutputScan outputs;
  private boolean isCompared;
  private boolean isDone;
  private @Nullable EmissionKey unverifiable;

  ComparisonPass(
      SuspectBlock block,
      ComparedOffsets offsets,
      BlockAnomalies anomalies,
      PipelineReferences references,
      MemoryBudget budget) {
    this.block = block;
    this.offsets = offsets;
    this.anomalies = anomalies;
    this.isFollowed =
        block.stage().stage().stateful() && !block.isCompacted() && !offsets.differing().isEmpty();
    this.window = new EmissionWindow(block, offsets.differing(), budget, anomalies.most());
    this.source = new SourceScan(block, references.blocks());
    this.unread = new UnreadOutputs(block);
    this.order = new OrderCheck(block, offsets, references.later(), unread, anomalies);
    this.history = new KeyHistory(block, references.aside());
    this.mostOpen = (int) Math.max(1, budget.bytes() / SHARE_OF_OPEN_FINDINGS / OPEN_FINDING_BYTES);
  }

  /** Reads on; gives whether the end was reached. */
  boolean advance(InvestigationSlice slice) {
    while (!isDone) {
      if (!fill(slice) || !read(slice)) {
        return false;
      }
      compare(slice);
      if (unverifiable == null && !order.advance(window, slice)) {
        return false;
      }
      isDone = unverifiable != null || window.isLast();
      outputs = null;
      isCompared = false;
      window.advance();
    }
    window.release();
    return true;
  }

  /** An emission that may be among records that had gone before the audit could read them. */
  Optional<EmissionKey> unverifiable() {
    return Optional.ofNullable(unverifiable);
  }

  /** Whether something that the block holds could not be compared yet. */
  boolean isPartial() {
    return offsets.isPartial();
  }

  /** Which wrong emissions of keys belong together, once all were compared. */
  DivergenceTracker tracker() {
    return tracker == null ? new DivergenceTracker(Map.of()) : tracker;
  }

  /** Fills the window with what is expected; gives whether it is filled. */
  private boolean fill(InvestigationSlice slice) {
    if (outputs != null) {
      return true;
    }
    boolean differ = !offsets.differing().isEmpty();
    if (differ && !source.advance(slice, this::expect)) {
      return false;
    }
    window.close(!differ || source.isDone() ? block.to() : source.position());
    outputs = new OutputScan(block, window::observe);
    return true;
  }

  private boolean read(InvestigationSlice slice) {
    OutputScan scan = outputs;
    return scan == null || !window.isCompared() || scan.advance(slice);
  }

  private boolean expect(SourceRecord cause, List<OutputRecord> emitted) {
    return (!isFollowed && offsets.agree(cause.offset())) || window.expect(cause, emitted);
  }

  private void compare(InvestigationSlice slice) {
    if (isCompared) {
      return;
    }
    DivergenceTracker keys = follow(slice);
    for (int i = window.from(); i < window.to() && unverifiable == null; i++) {
      for (int index = 0; index < window.count(i) && unverifiable == null; index++) {
        List<FindingKind> kinds =
            offsets.differing().get(i) ? window.kinds(i, index).list() : List.of();
        if (kinds.contains(FindingKind.LOST) && mayBeUnread(i, index, slice)) {
          unverifiable = window.emission(i, index);
        } else {
          add(i, index, kinds, keys);
        }
      }
    }
    window.phantoms().forEach(emission -> anomalies.add(FindingKind.PHANTOM, emission));
    if (window.furtherPhantoms() > 0) {
      anomalies.count(FindingKind.PHANTOM, window.furtherPhantoms());
    }
    isCompared = true;
  }

  private DivergenceTracker follow(InvestigationSlice slice) {
    DivergenceTracker keys = tracker;
    if (keys == null) {
      keys =
          new DivergenceTracker(
              isFollowed
                  ? slice.facts().openFindings(block.stage(), block.partition(), mostOpen)
                  : Map.of());
      tracker = keys;
    }
    if (isFollowed) {
      history.consult(wrongKeys(), keys, slice);
    }
    return keys;
  }

  private Set<KeyDigest> wrongKeys() {
    Set<KeyDigest> wrong = new HashSet<>();
    for (int i = window.from(); i < window.to(); i++) {
      for (int index = 0; index < window.count(i); index++) {
        KeyDigest key = window.key(i, index);
        if (key != null && window.isCorrupted(i, index)) {
          wrong.add(key);
        }
      }
    }
    return wrong;
  }

  private void add(int i, int index, List<FindingKind> kinds, DivergenceTracker keys) {
    EmissionKey emission = window.emission(i, index);
    if (!isFollowed) {
      kinds.forEach(kind -> anomalies.add(kind, emission));
    } else if (kinds.isEmpty()) {
      keys.right(window.key(i, index), emission.offset());
    } else if (!window.isCorrupted(i, index)) {
      kinds.forEach(kind -> anomalies.add(kind, emission));
    } else if (!keys.isPart(window.key(i, index), emission.offset())) {
      keys.begin(window.key(i, index), anomalies.add(FindingKind.CORRUPTED, emission));
    }
  }

  private boolean mayBeUnread(int i, int index, InvestigationSlice slice) {
    return unread.mayHaveHeld(
        OutputIndex.partition(block.stage(), window.outputIndex(i, index)),
        window.emission(i, index),
        slice);
  }
}
