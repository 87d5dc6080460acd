package io.streamproof.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A port some of whose methods do something else. */
final class ChangedPort<T> {
  private final Class<T> type;
  private final T target;
  private final Map<String, Change> changes = new LinkedHashMap<>();

  private ChangedPort(Class<T> type, T target) {
    this.type = type;
    this.target = target;
  }

  /** What a method does instead. */
  interface Change {
    /**
     * Calls it.
     *
     * @param original what it would have given
     */
    @Nullable Object call(Object[] arguments, Supplier<Object> original);
  }

  static <T> ChangedPort<T> of(Class<T> type, T target) {
    return new ChangedPort<>(type, target);
  }

  /** Changes all methods of a name. */
  ChangedPort<T> with(String method, Change change) {
    if (Stream.of(type.getMethods()).noneMatch(each -> each.getName().equals(method))) {
      throw new IllegalArgumentException(type + " has no " + method);
    }
    changes.put(method, change);
    return this;
  }

  T port() {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Change change = changes.get(method.getName());
          return change == null
              ? invoke(method, arguments)
              : change.call(arguments, () -> original(method, arguments));
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Object original(Method method, Object[] arguments) {
    try {
      return Optional.ofNullable(invoke(method, arguments)).orElseThrow();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable Object invoke(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** What the types of a port's methods guarantee. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <R> R cast(Object value) {
    return (R) value;
  }
}
