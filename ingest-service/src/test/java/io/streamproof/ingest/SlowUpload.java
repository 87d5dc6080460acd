package io.streamproof.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;

/** An upload that goes on piece by piece, and may break off. */
final class SlowUpload implements AutoCloseable {
  private final Socket socket;

  SlowUpload(Ingest ingest, String source) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), ingest.uri("/").getPort());
    write(
        """
        POST %s HTTP/1.1\r
        Host: localhost\r
        Content-Type: application/x-ndjson\r
        Transfer-Encoding: chunked\r
        \r
        """
            .formatted(ingest.path("uploads?source=" + source)));
  }

  void send(String piece) throws IOException {
    write("%x\r\n%s\r\n".formatted(piece.getBytes(UTF_8).length, piece));
  }

  /** Ends the upload. */
  void end() throws IOException {
    write("0\r\n\r\n");
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
