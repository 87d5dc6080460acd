package io.streamproof.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;

/** A request whose body goes on piece by piece, an upload's above all, and may break off. */
final class SlowUpload implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;

  /** Begins an upload. */
  SlowUpload(Ingest ingest, String source) throws IOException {
    this(ingest, "POST", "uploads?source=" + source, "application/x-ndjson");
  }

  /** Begins any call of the pipeline. */
  SlowUpload(Ingest ingest, String method, String call, String type) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), ingest.uri("/").getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    write(
        """
        %s %s HTTP/1.1\r
        Host: localhost\r
        Content-Type: %s\r
        Transfer-Encoding: chunked\r
        \r
        """
            .formatted(method, ingest.path(call), type));
  }

  void send(String piece) throws IOException {
    write(Integer.toHexString(piece.getBytes(UTF_8).length) + "\r\n" + piece + "\r\n");
  }

  /** Ends the upload. */
  void end() throws IOException {
    write("0\r\n\r\n");
  }

  /** Whether an answer has begun. */
  boolean isAnswered() throws IOException {
    return socket.getInputStream().available() > 0;
  }

  /** Waits for the first line of the answer. */
  String status() throws IOException {
    BufferedReader answer =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    return String.valueOf(answer.readLine());
  }

  /** Breaks off where the upload has come to. */
  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }
}
