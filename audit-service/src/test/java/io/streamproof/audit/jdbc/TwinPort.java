package io.streamproof.audit.jdbc;

import io.streamproof.audit.replay.SnapshotStore.StateSnapshot;
import io.streamproof.audit.report.LedgerSummary;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A port of a ledger that calls the ledger in memory and then the one in SQL, and gives what the
 * latter gives.
 */
final class TwinPort<T> {
  private final Class<T> type;
  private final T own;
  private final T real;
  private final Runnable before;
  private final Map<String, UnaryOperator<Object[]>> arguments = new HashMap<>();
  private final Map<String, UnaryOperator<Object>> comparisons = new HashMap<>();
  private final Map<String, BiConsumer<Object, Object>> afterwards = new HashMap<>();

  TwinPort(Class<T> type, T own, T real, Runnable before) {
    this.type = type;
    this.own = own;
    this.real = real;
    this.before = before;
  }

  /** The arguments that a method gets in memory, by those that it gets in SQL. */
  TwinPort<T> inMemory(String method, UnaryOperator<Object[]> change) {
    arguments.put(method, change);
    return this;
  }

  /** What is compared of a method's results. */
  TwinPort<T> compared(String method, UnaryOperator<Object> part) {
    comparisons.put(method, part);
    return this;
  }

  /** Hears of both results of a method. */
  TwinPort<T> after(String method, BiConsumer<Object, Object> listener) {
    afterwards.put(method, listener);
    return this;
  }

  T port() {
    InvocationHandler handler = (proxy, method, given) -> call(method, given);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private @Nullable Object call(Method method, Object @Nullable [] given) throws Throwable {
    String name = method.getName();
    Object[] all = given == null ? new Object[0] : given;
    before.run();
    Outcome left =
        Outcome.of(method, own, arguments.getOrDefault(name, UnaryOperator.identity()).apply(all));
    Outcome right = Outcome.of(method, real, all);
    requireSame(
        type.getSimpleName() + "." + name,
        left.compared(comparisons.get(name)),
        right.compared(comparisons.get(name)));
    if (right.failure() != null) {
      throw right.failure();
    }
    @Nullable BiConsumer<Object, Object> listener = afterwards.get(name);
    if (listener != null) {
      listener.accept(Objects.requireNonNull(left.value()), Objects.requireNonNull(right.value()));
    }
    return right.value();
  }

  /** How a call ended. */
  private record Outcome(@Nullable Object value, @Nullable Throwable failure) {
    static Outcome of(Method method, Object target, Object[] arguments)
        throws IllegalAccessException {
      try {
        return new Outcome(method.invoke(target, arguments), null);
      } catch (InvocationTargetException e) {
        return new Outcome(null, e.getCause());
      }
    }

    @Nullable Object compared(@Nullable UnaryOperator<Object> part) {
      if (failure != null) {
        return failure.toString();
      }
      return part == null || value == null ? comparable(value) : part.apply(value);
    }
  }

  static void requireSame(String call, @Nullable Object own, @Nullable Object real) {
    if (!Objects.equals(own, real)) {
      throw new IllegalStateException(
          "%s differs:%nin memory %s%nin SQL    %s".formatted(call, own, real));
    }
  }

  /** A result such that two of them are equal that mean the same. */
  private static @Nullable Object comparable(@Nullable Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(TwinPort::comparable);
    }
    if (value instanceof StateSnapshot snapshot) {
      return List.of(
          snapshot.stageId(),
          snapshot.partition(),
          snapshot.nextOffset(),
          snapshot.specification(),
          HexFormat.of().formatHex(snapshot.state()));
    }
    if (value instanceof LedgerSummary summary) {
      return List.of(
          unordered(summary.hops()),
          unordered(summary.positions()),
          unordered(summary.compacted()),
          unordered(summary.blocks()),
          summary.source(),
          unordered(summary.findings()));
    }
    return value;
  }

  private static Object unordered(Collection<?> values) {
    return new HashSet<>(values);
  }

  /** What the types of a port's methods guarantee. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <R> R cast(Object value) {
    return (R) value;
  }
}
