package io.streamproof.verification.fault;

import io.streamproof.pipeline.yaml.Durations;
import io.streamproof.pipeline.yaml.NearestName;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a mapping, each of its type. What is missing or wrong is told as a problem, and
 * nothing can then be made of the whole.
 */
final class Fields {
  private final YamlMapping properties;
  private boolean unusable;

  Fields(YamlMapping properties) {
    this.properties = properties;
  }

  /** What was made of the properties; null if one of them is missing or wrong. */
  <T> @Nullable T whole(T made) {
    return unusable ? null : made;
  }

  Duration duration(String name) {
    return duration(properties.required(name, "add it, as in \"" + name + ": 2s\""));
  }

  Duration durationOrNone(String name) {
    YamlValue value = properties.get(name);
    return value == null ? Duration.ZERO : duration(value);
  }

  /** A whole number between two, both included. */
  long number(String name, long least, long most) {
    String needed = "a whole number from " + least + " to " + most;
    YamlValue value = properties.required(name, "add " + needed);
    Long number = value == null ? null : value.read(text -> within(text, least, most), needed);
    return number == null ? none(least) : number;
  }

  /** One of some words, by what it stands for; {@code instead} is harmless. */
  <T> T word(String name, Map<String, T> words, T instead) {
    String word = named(name, new TreeSet<>(words.keySet()));
    T meant = words.get(word);
    return meant == null ? none(instead) : meant;
  }

  /** The same, for a property that may be left out. */
  <T> T wordOr(String name, Map<String, T> words, T otherwise) {
    return properties.get(name) == null ? otherwise : word(name, words, otherwise);
  }

  /** A name that has to be a known one. */
  String named(String name, Collection<String> known) {
    YamlValue value = properties.required(name, "add one of " + String.join(", ", known));
    String text = value == null ? null : value.text();
    if (value != null && text != null && !known.contains(text)) {
      value.problem(value.name() + " is \"" + text + "\"", NearestName.mend(text, known));
      return none(text);
    }
    return text == null ? none("") : text;
  }

  /** A property that the others leave no room for. */
  void refuse(String name, String reason) {
    refuse(name, reason, "remove it");
  }

  /** A property, if it is given, and what to do instead. */
  void refuse(String name, String reason, String fix) {
    YamlValue value = properties.get(name);
    if (value != null) {
      value.problem(reason, fix);
      unusable = true;
    }
  }

  private Duration duration(@Nullable YamlValue value) {
    Duration duration = value == null ? null : value.read(Durations::parse, Durations.NEEDED);
    return duration == null ? none(Duration.ZERO) : duration;
  }

  private <T> T none(T instead) {
    unusable = true;
    return instead;
  }

  private static @Nullable Long within(String text, long least, long most) {
    if (!text.matches("\\d{1,18}")) {
      return null;
    }
    long number = Long.parseLong(text);
    return number < least || number > most ? null : number;
  }
}
