package io.streamproof.pipeline.fault;

import io.streamproof.pipeline.yaml.Durations;
import io.streamproof.pipeline.yaml.NearestName;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the message faults of a plan, in their order: those without a name are numbered by it. */
final class FaultReader {
  private static final List<String> KNOWN = known();
  private static final String NAME_NEEDED = "1 to 100 of the characters a to z, 0 to 9 and -";
  private static final Map<String, Damage> DAMAGES =
      Map.of("flip", Damage.FLIP, "truncate", Damage.TRUNCATE, "number", Damage.NUMBER);

  /** Longer, and the brokers would take back the transaction in which the outputs are sent. */
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

  private static final Duration SWAP_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_SWAP_WAIT = Duration.ofMinutes(1);

  private final StageReader stages;
  private final Set<String> names = new HashSet<>();

  FaultReader(StageReader stages) {
    this.stages = stages;
  }

  /** Reads a fault; null if a problem was told that leaves none. */
  @Nullable MessageFault read(YamlValue value) {
    YamlMapping fault = value.mapping(KNOWN);
    FaultKind kind = fault == null ? null : kind(fault);
    if (fault == null || kind == null) {
      return null;
    }
    String stage = stage(fault, kind);
    Selection selection = SelectionReader.read(fault, kind.atIngest());
    Damage damage = damage(fault, kind);
    Duration duration = duration(fault, kind);
    String name = name(fault, kind, stage);
    return name == null || selection == null || (stage == null && !kind.atIngest())
        ? null
        : new MessageFault(name, kind, stage, selection, damage, duration);
  }

  private static @Nullable FaultKind kind(YamlMapping fault) {
    YamlValue value = fault.required("fault", "say which: " + String.join(", ", FaultKind.WORDS));
    String word = value == null ? null : value.text();
    FaultKind kind = word == null ? null : FaultKind.of(word);
    if (value != null && word != null && kind == null) {
      value.problem("there is no fault \"" + word + "\"", NearestName.mend(word, FaultKind.WORDS));
    }
    return kind;
  }

  private @Nullable String stage(YamlMapping fault, FaultKind kind) {
    if (!kind.atIngest()) {
      return stages.read(fault);
    }
    refuse(fault, "stage", "remove it: the fault strikes at ingest");
    return null;
  }

  private @Nullable String name(YamlMapping fault, FaultKind kind, @Nullable String stage) {
    String place = (stage == null ? "" : stage) + "/";
    YamlValue given = fault.get("name");
    if (given == null) {
      return numbered(kind.word(), place);
    }
    String name = given.read(FaultReader::wellFormed, NAME_NEEDED);
    if (name != null && !names.add(place + name)) {
      given.problem("another fault of the same stage is named \"" + name + "\"", "rename the one");
    }
    return name;
  }

  private String numbered(String word, String place) {
    String name = word;
    for (int n = 2; !names.add(place + name); n++) {
      name = word + "-" + n;
    }
    return name;
  }

  private static @Nullable String wellFormed(String text) {
    return text.matches("[a-z0-9-]{1,100}") ? text : null;
  }

  private static @Nullable Damage damage(YamlMapping fault, FaultKind kind) {
    if (kind != FaultKind.CORRUPT) {
      refuse(fault, "how", "remove it: only a \"corrupt\" has ways");
      return null;
    }
    String needed = "\"flip\", \"truncate\" or \"number\"";
    YamlValue how = fault.required("how", "it must be " + needed);
    return how == null ? null : how.read(DAMAGES::get, needed);
  }

  private static @Nullable Duration duration(YamlMapping fault, FaultKind kind) {
    if (kind == FaultKind.DELAY) {
      YamlValue value = fault.required("for", "say for how long, up to 5s");
      return value == null ? null : upTo(LONGEST_DELAY, "a duration of 1ms to 5s", value);
    }
    if (kind == FaultKind.SWAP) {
      YamlValue value = fault.get("for");
      return value == null ? SWAP_WAIT : upTo(LONGEST_SWAP_WAIT, "a duration of 1ms to 1m", value);
    }
    refuse(fault, "for", "remove it: only a \"delay\" and a \"swap\" last");
    return null;
  }

  private static @Nullable Duration upTo(Duration longest, String needed, YamlValue value) {
    return value.read(
        text -> {
          Duration duration = Durations.parsePositive(text);
          return duration == null || duration.compareTo(longest) > 0 ? null : duration;
        },
        needed);
  }

  private static void refuse(YamlMapping fault, String property, String mend) {
    YamlValue value = fault.get(property);
    if (value != null) {
      value.problem(fault.name() + " knows no \"" + property + "\"", mend);
    }
  }

  private static List<String> known() {
    List<String> known = new ArrayList<>(SelectionReader.PROPERTIES);
    known.addAll(List.of("fault", "name", "stage", "how", "for"));
    return List.copyOf(known);
  }
}
