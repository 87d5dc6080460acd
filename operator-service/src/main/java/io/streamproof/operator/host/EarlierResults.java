package io.streamproof.operator.host;

import org.jspecify.annotations.Nullable;

/**
 * What a search for earlier results of a stage has come to.
 *
 * @param found where the first one is; null: none was found
 * @param unsearched what could not be searched, and why; null: there is no such thing
 */
record EarlierResults(@Nullable String found, @Nullable String unsearched) {
  static final EarlierResults NONE = new EarlierResults(null, null);

  static EarlierResults at(String place) {
    return new EarlierResults(place, null);
  }

  static EarlierResults unsearched(String why) {
    return new EarlierResults(null, why);
  }
}
