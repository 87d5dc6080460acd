package io.streamproof.verification.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority of its own, and a certificate by it for whatever listens on the loopback
 * address. Both are for one day and in one folder, as PEM under the names that Kubernetes uses; the
 * key is readable for its owner only.
 */
public final class Certificates {
  private static final Path KEYTOOL = Path.of(System.getProperty("java.home"), "bin", "keytool");
  private static final char[] PASSWORD = "in-a-temporary-folder".toCharArray();
  private static final String AUTHORITY = "authority";
  private static final String IDENTITY = "identity";
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final Path folder;

  private Certificates(Path folder) {
    this.folder = folder;
  }

  /** Makes an authority and a first certificate, with JDK's keytool. */
  public static Certificates create(Path folder) {
    Certificates certificates = new Certificates(folder);
    keytool(certificates.store(), AUTHORITY, List.of("-ext", "bc:c=ca:true"));
    certificates.renew();
    return certificates;
  }

  /** Replaces the certificate and its key by new ones of the same authority. */
  public void renew() {
    try {
      Path fresh = folder.resolve("fresh.p12");
      Files.copy(store(), fresh);
      keytool(
          fresh, IDENTITY, List.of("-signer", AUTHORITY, "-ext", "san=ip:127.0.0.1,dns:localhost"));
      write(load(fresh));
      Files.delete(fresh);
    } catch (IOException | GeneralSecurityException e) {
      throw new StackException("cannot write certificates: " + e);
    }
  }

  /** The authority's certificate. */
  public Path authority() {
    return folder.resolve("ca.crt");
  }

  /** The certificate for the loopback address, and the authority's behind it. */
  public Path certificate() {
    return folder.resolve("tls.crt");
  }

  /** The certificate's key. */
  public Path key() {
    return folder.resolve("tls.key");
  }

  /** Key and certificates in one file, as Kafka wants them. */
  Path keyAndCertificate() {
    return folder.resolve("tls.pem");
  }

  /** For clients that trust this authority and no other. */
  public SSLContext trusted() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(AUTHORITY, load(store()).getCertificate(AUTHORITY));
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new StackException("cannot read certificates: " + e);
    }
  }

  private void write(KeyStore store) throws IOException, GeneralSecurityException {
    String key = pem("PRIVATE KEY", store.getKey(IDENTITY, PASSWORD).getEncoded());
    StringBuilder chain = new StringBuilder();
    for (Certificate certificate : store.getCertificateChain(IDENTITY)) {
      chain.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    replace(authority(), pem("CERTIFICATE", store.getCertificate(AUTHORITY).getEncoded()));
    replace(key(), key);
    replace(certificate(), chain.toString());
    replace(keyAndCertificate(), key + chain);
  }

  /** Never half written, and never readable for others. */
  private static void replace(Path file, String content) throws IOException {
    Path fresh =
        Files.createFile(
            file.resolveSibling(file.getFileName() + ".fresh"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String pem(String kind, byte[] content) {
    return "-----BEGIN %s-----%n%s%n-----END %1$s-----%n"
        .formatted(kind, new String(LINES.encode(content), US_ASCII));
  }

  private Path store() {
    return folder.resolve("authority.p12");
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream content = Files.newInputStream(file)) {
      store.load(content, PASSWORD);
    }
    return store;
  }

  private static void keytool(Path store, String alias, List<String> own) {
    List<String> command = new ArrayList<>(List.of(KEYTOOL.toString(), "-genkeypair"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", new String(PASSWORD)));
    command.addAll(List.of("-alias", alias, "-dname", "CN=" + alias, "-validity", "1"));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(own);
    try {
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
      if (keytool.waitFor() != 0) {
        throw new StackException("keytool failed: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted while certificates were made");
    }
  }
}
