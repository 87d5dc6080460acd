package io.streamproof.simulation.schedule;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Makes each call of a port a moment at which others may act, the call may fail, or its caller be
 * killed: so steps of several actors interleave, although none has a thread of its own.
 */
public final class PortInterrupter {
  /** What may happen around a call. */
  public interface Interruption {
    /** Something happens before a call, which may not be made at all. */
    void before(String call);

    /** Something happens after a call, whose result may be lost. */
    void after(String call);
  }

  private PortInterrupter() {}

  /** A port whose calls are interrupted. */
  public static <T> T wrap(Class<T> port, T target, Interruption interruption) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("close")) {
            // Whoever is killed lets go of what he holds.
            return invoke(target, method, arguments);
          }
          String call = port.getSimpleName() + "." + method.getName();
          interruption.before(call);
          Object result = invoke(target, method, arguments);
          interruption.after(call);
          return result;
        };
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
