package io.streamproof.audit.http;

import io.streamproof.audit.AuditProperties;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * So many calls are answered at once, and no more, so that connections to the database are left for
 * the threads that read and judge, however many callers come. A call that waits for a proof gives
 * its place back while it waits.
 */
@Configuration(proxyBeanMethods = false)
class CallLimit implements WebMvcConfigurer, AsyncHandlerInterceptor {
  private static final long QUEUEING_TIMEOUT_MILLIS = 1_000;
  private static final String HELD = CallLimit.class.getName();

  private final Semaphore places;

  CallLimit(AuditProperties properties) {
    this.places = new Semaphore(properties.audit().calls(), true);
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/v1/**");
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws InterruptedException {
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      if (!places.tryAcquire(QUEUEING_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new BusyException("too many calls are being answered");
      }
      request.setAttribute(HELD, true);
    }
    return true;
  }

  @Override
  public void afterConcurrentHandlingStarted(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    release(request);
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    release(request);
  }

  private void release(HttpServletRequest request) {
    if (request.getAttribute(HELD) != null) {
      request.removeAttribute(HELD);
      places.release();
    }
  }
}
