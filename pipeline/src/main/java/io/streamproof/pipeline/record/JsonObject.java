package io.streamproof.pipeline.record;

import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object, unmodifiable, its members in order. It is a map that CEL takes as it is: of any
 * other map CEL visits every member, however deep, each time an expression touches it.
 */
@SuppressWarnings("Immutable") // what it wraps is written by the reader alone, before it is wrapped
final class JsonObject extends CelValue implements Map<String, Object> {
  private static final CelType TYPE = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private final Map<String, Object> members;

  JsonObject(Map<String, Object> members) {
    this.members = Collections.unmodifiableMap(members);
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return members.isEmpty();
  }

  @Override
  public CelType celType() {
    return TYPE;
  }

  @Override
  public int size() {
    return members.size();
  }

  @Override
  public boolean isEmpty() {
    return members.isEmpty();
  }

  @Override
  public boolean containsKey(Object name) {
    return members.containsKey(name);
  }

  @Override
  public boolean containsValue(Object value) {
    return members.containsValue(value);
  }

  @Override
  public @Nullable Object get(Object name) {
    return members.get(name);
  }

  @Override
  public @Nullable Object put(String name, Object value) {
    return members.put(name, value);
  }

  @Override
  public @Nullable Object remove(Object name) {
    return members.remove(name);
  }

  @Override
  public void putAll(Map<? extends String, ? extends Object> others) {
    members.putAll(others);
  }

  @Override
  public void clear() {
    members.clear();
  }

  @Override
  public Set<String> keySet() {
    return members.keySet();
  }

  @Override
  public Collection<Object> values() {
    return members.values();
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    return members.entrySet();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return members.equals(other);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return members.toString();
  }
}
