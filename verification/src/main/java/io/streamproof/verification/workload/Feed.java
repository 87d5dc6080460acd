package io.streamproof.verification.workload;

import io.streamproof.verification.stack.Pause;
import io.streamproof.verification.stack.StackException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends a workload to ingest, in order, by one request after the other: so it stands in the source
 * topic in the same order each time. What ingest could not take is sent again, with the same ids,
 * until it does; what ingest refuses is counted, and the events around it are not.
 */
public final class Feed implements AutoCloseable {
  private static final int BATCH = 500;
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 200;

  private final HttpClient client;
  private final URI events;
  private final Duration patience;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong untyped = new AtomicLong();
  private volatile boolean over;

  /**
   * A feed of a pipeline.
   *
   * @param ingest its address
   * @param patience how long ingest may take nothing before the feed gives up
   */
  public Feed(URI ingest, String pipeline, Duration patience) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    this.events = ingest.resolve("/v1/pipelines/" + pipeline + "/events");
    this.patience = patience;
  }

  /** How many events ingest has accepted by now. */
  public long accepted() {
    return accepted.get();
  }

  /** How many events ingest has refused by now, as it must. */
  public long refused() {
    return refused.get();
  }

  /** How many of those sent by now it must refuse, since they are no valid events. */
  public long untyped() {
    return untyped.get();
  }

  /** How many events have been sent by now, accepted or refused. */
  public long sent() {
    return accepted.get() + refused.get();
  }

  /**
   * Sends it all.
   *
   * @throws StackException if ingest takes nothing for too long
   */
  public void send(Workload workload, long seed) throws IOException {
    send(workload, seed, () -> false);
  }

  /**
   * Sends it, until it is over or enough.
   *
   * @throws StackException if ingest takes nothing for too long
   */
  public void send(Workload workload, long seed, BooleanSupplier enough) throws IOException {
    Pace pace = new Pace(workload.ratePerSecond());
    List<OutgoingEvent> batch = new ArrayList<>(BATCH);
    try (Stream<OutgoingEvent> events = workload.events(seed)) {
      Iterator<OutgoingEvent> each = events.iterator();
      while (each.hasNext() && !over && !enough.getAsBoolean()) {
        batch.add(each.next());
        if (batch.size() == Math.min(BATCH, pace.batch()) || !each.hasNext()) {
          pace.await(batch.size());
          untyped.addAndGet(batch.stream().filter(event -> event.type() == null).count());
          send(List.copyOf(batch));
          batch.clear();
        }
      }
    }
  }

  /** Sends nothing more, whoever is still sending. */
  @Override
  public void close() {
    over = true;
  }

  /** Of a refused batch nothing is accepted: its halves are sent by themselves, in order. */
  private void send(List<OutgoingEvent> batch) {
    if (post(batch)) {
      accepted.addAndGet(batch.size());
    } else if (batch.size() == 1) {
      refused.incrementAndGet();
    } else {
      send(batch.subList(0, batch.size() / 2));
      send(batch.subList(batch.size() / 2, batch.size()));
    }
  }

  /** Whether ingest has accepted the batch; false: it has refused it for what is in it. */
  private boolean post(List<OutgoingEvent> batch) {
    HttpRequest request =
        HttpRequest.newBuilder(events)
            .header("content-type", "application/cloudevents-batch+json")
            .timeout(ANSWER)
            .POST(BodyPublishers.ofByteArray(json(batch)))
            .build();
    long beginNanos = System.nanoTime();
    String problem;
    do {
      int status = 0;
      try {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        status = answer.statusCode();
        problem = status + " " + answer.body();
      } catch (IOException e) {
        problem = e.toString();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StackException("interrupted while sending events");
      }
      if (status == 202) {
        return true;
      }
      if (status == 400) {
        return false;
      }
      Pause.millis(PAUSE_MILLIS);
    } while (!over && System.nanoTime() - beginNanos < patience.toNanos());
    throw new StackException("ingest takes no events: " + problem);
  }

  private static byte[] json(List<OutgoingEvent> batch) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256 * batch.size());
    char before = '[';
    for (OutgoingEvent event : batch) {
      out.write(before);
      out.writeBytes(event.structured());
      before = ',';
    }
    out.write(']');
    return out.toByteArray();
  }

  /** Keeps to a rate, counted from the first event: a delay is made up for. */
  private static final class Pace {
    private static final int BATCHES_PER_SECOND = 10;

    private final @Nullable Integer perSecond;
    private final long beginNanos = System.nanoTime();
    private long sent;

    Pace(@Nullable Integer perSecond) {
      this.perSecond = perSecond;
    }

    int batch() {
      return perSecond == null ? BATCH : Math.max(1, perSecond / BATCHES_PER_SECOND);
    }

    void await(int events) {
      if (perSecond != null) {
        long dueNanos = beginNanos + TimeUnit.SECONDS.toNanos(1) * sent / perSecond;
        Pause.millis(Math.max(0, TimeUnit.NANOSECONDS.toMillis(dueNanos - System.nanoTime())));
        sent += events;
      }
    }
  }
}
