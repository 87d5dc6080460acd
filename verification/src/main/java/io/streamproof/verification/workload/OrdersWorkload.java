package io.streamproof.verification.workload;

import java.util.function.Consumer;

/** So many events of a shop, see {@link Orders}. */
public record OrdersWorkload(long records) implements Workload {
  @Override
  public void forEach(long seed, Consumer<OutgoingEvent> receiver) {
    Orders orders = new Orders(seed);
    for (long position = 0; position < records; position++) {
      receiver.accept(
          new OutgoingEvent(
              "/scenario/orders",
              String.valueOf(position),
              LinesWorkload.TYPE,
              null,
              orders.json(position)));
    }
  }
}
