package io.streamproof.verification.workload;

import java.util.stream.LongStream;
import java.util.stream.Stream;

/** So many events of a shop, see {@link Orders}. */
public record OrdersWorkload(long records) implements Workload {
  @Override
  public Stream<OutgoingEvent> events(long seed) {
    Orders orders = new Orders(seed);
    return LongStream.range(0, records)
        .mapToObj(
            position ->
                new OutgoingEvent(
                    "/scenario/orders",
                    String.valueOf(position),
                    LinesWorkload.TYPE,
                    null,
                    orders.json(position)));
  }
}
