package io.streamproof.operator.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One budget of native memory for all stores of the process, however many partitions it holds;
 * RocksDB's own way is a budget for each.
 */
public final class BoundedMemory implements RocksDBConfigSetter {
  private static final long TOTAL_BYTES = 192L << 20;
  private static final long WRITE_BUFFERS_BYTES = 64L << 20;
  private static final Cache CACHE = new LRUCache(TOTAL_BYTES);
  private static final WriteBufferManager WRITE_BUFFERS =
      new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig tables = (BlockBasedTableConfig) options.tableFormatConfig();
    tables.setBlockCache(CACHE);
    tables.setCacheIndexAndFilterBlocks(true);
    options.setTableFormatConfig(tables);
    options.setWriteBufferManager(WRITE_BUFFERS);
  }

  /** Leaves the budget alone: other stores still use it. */
  @Override
  public void close(String store, Options options) {}
}
