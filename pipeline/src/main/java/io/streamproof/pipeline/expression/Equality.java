package io.streamproof.pipeline.expression;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Equality of values, as CEL has it, but of numbers of any size; see {@link Numbers#order}. */
final class Equality {
  private Equality() {}

  static boolean same(Object a, Object b) {
    Cost.compared(a, b);
    if (a instanceof String || b instanceof String) {
      return a.equals(b);
    }
    if (Numbers.isNumber(a)) {
      return Numbers.isNumber(b) && Numbers.order(a, b) == 0;
    }
    if (a instanceof List<?> list) {
      return b instanceof List<?> other && sameElements(list, other);
    }
    if (a instanceof Map<?, ?> map) {
      return b instanceof Map<?, ?> other && sameMembers(map, other);
    }
    return a.equals(b);
  }

  /** Whether a value is an element of a list, or a name in a map. */
  static boolean among(Object value, Object container) {
    if (container instanceof List<?> list) {
      return list.stream().anyMatch(element -> same(value, element));
    }
    if (container instanceof Map<?, ?> map) {
      return map.containsKey(value)
          || (Numbers.isNumber(value) && map.keySet().stream().anyMatch(name -> same(value, name)));
    }
    throw new IllegalOperandException("in", value, container);
  }

  private static boolean sameElements(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<?> others = b.iterator();
    for (Object element : a) {
      if (!same(element, others.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameMembers(Map<?, ?> a, Map<?, ?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (Map.Entry<?, ?> member : a.entrySet()) {
      Object other = b.get(member.getKey());
      if (other == null || !same(member.getValue(), other)) {
        return false;
      }
    }
    return true;
  }
}
