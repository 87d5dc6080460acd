package io.streamproof.verification.adversary;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.utils.Crc32C;

/**
 * Writes records that Kafka's own producer refuses to write, such as ones from before 1970, in the
 * broker's protocol: brokers take them from anybody else.
 */
final class RawProducer {
  /** The last version that names topics, and does not refer to them by their ids. */
  private static final short VERSION = 12;

  // Where DefaultRecordBatch has what it does not show.
  private static final int ATTRIBUTES = 21;
  private static final int BASE_TIMESTAMP = 27;
  private static final int MAX_TIMESTAMP = 35;

  private static final int TIMEOUT_MILLIS = 10_000;

  private RawProducer() {}

  /** Appends a record with whatever time it bears; the offset that it got. */
  static long send(String brokers, ProducerRecord<byte[], byte[]> record) {
    ProduceRequest request =
        new ProduceRequest(
            new ProduceRequestData()
                .setAcks((short) -1)
                .setTimeoutMs(TIMEOUT_MILLIS)
                .setTopicData(
                    new TopicProduceDataCollection(
                        List.of(
                                new TopicProduceData()
                                    .setName(record.topic())
                                    .setPartitionData(
                                        List.of(
                                            new PartitionProduceData()
                                                .setIndex(record.partition())
                                                .setRecords(batch(record)))))
                            .iterator())),
            VERSION);
    RequestHeader header = new RequestHeader(ApiKeys.PRODUCE, VERSION, "hostile", 1);
    ProduceResponse response =
        (ProduceResponse)
            AbstractResponse.parseResponse(
                exchange(brokers, request.serializeWithHeader(header)), header);
    PartitionProduceResponse answer =
        response.data().responses().iterator().next().partitionResponses().get(0);
    Errors.forCode(answer.errorCode()).maybeThrow();
    return answer.baseOffset();
  }

  private static MemoryRecords batch(ProducerRecord<byte[], byte[]> record) {
    MemoryRecords records =
        MemoryRecords.withRecords(
            Compression.NONE,
            new SimpleRecord(0, record.key(), record.value(), record.headers().toArray()));
    ByteBuffer batch = records.buffer();
    int start = batch.position();
    batch.putLong(start + BASE_TIMESTAMP, record.timestamp());
    batch.putLong(start + MAX_TIMESTAMP, record.timestamp());
    long crc = Crc32C.compute(batch, ATTRIBUTES, batch.remaining() - ATTRIBUTES);
    batch.putInt(start + DefaultRecordBatch.CRC_OFFSET, (int) crc);
    return records;
  }

  private static ByteBuffer exchange(String brokers, ByteBuffer request) {
    int colon = brokers.lastIndexOf(':');
    try (Socket socket =
        new Socket(brokers.substring(0, colon), Integer.parseInt(brokers.substring(colon + 1)))) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      byte[] bytes = new byte[request.remaining()];
      request.get(bytes);
      out.writeInt(bytes.length);
      out.write(bytes);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      return ByteBuffer.wrap(in.readNBytes(in.readInt()));
    } catch (IOException e) {
      throw new IllegalStateException("the broker closes the connection", e);
    }
  }
}
