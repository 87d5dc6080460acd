package io.streamproof.ingest.upload;

/**
 * Bounds what an upload has under way: records sent and not yet answered, and their bytes. A record
 * larger than the bound travels alone.
 */
final class Window {
  private final int maxRecords;
  private final long maxBytes;
  private int records;
  private long bytes;

  Window(int maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  /** Waits until there is room, and takes it. */
  synchronized void enter(int weightBytes) throws InterruptedException {
    while (records > 0 && (records >= maxRecords || bytes + weightBytes > maxBytes)) {
      wait();
    }
    records++;
    bytes += weightBytes;
  }

  synchronized void leave(int weightBytes) {
    records--;
    bytes -= weightBytes;
    notifyAll();
  }

  synchronized void awaitEmpty() throws InterruptedException {
    while (records > 0) {
      wait();
    }
  }
}
