package io.streamproof.ingest.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/** What bodies may be: one that is something else is refused, not taken for broken JSON. */
final class MediaTypes {
  private MediaTypes() {}

  /** The type and subtype in lower case, without parameters. */
  static String essence(String contentType) {
    return contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
  }

  static void require(MediaType needed, HttpServletRequest request)
      throws HttpMediaTypeNotSupportedException {
    String contentType = request.getContentType();
    if (contentType == null || !essence(contentType).equals(needed.toString())) {
      throw unsupported("the body must be " + needed, List.of(needed));
    }
  }

  static void requireNoCoding(HttpServletRequest request)
      throws HttpMediaTypeNotSupportedException {
    String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (coding != null && !coding.equalsIgnoreCase("identity")) {
      throw unsupported("no content coding is known here; send the body as it is", List.of());
    }
  }

  static HttpMediaTypeNotSupportedException unsupported(String why, List<MediaType> supported) {
    @Nullable MediaType found = null;
    HttpMediaTypeNotSupportedException exception =
        new HttpMediaTypeNotSupportedException(found, supported);
    exception.getBody().setDetail(why);
    return exception;
  }
}
