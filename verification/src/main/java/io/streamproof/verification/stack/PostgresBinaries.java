package io.streamproof.verification.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs for this machine. The build unpacks the archive on the class path once;
 * where it has not, it is unpacked for each stack, which takes seconds.
 */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /** Puts the programs into an empty folder. */
  static void install(Path folder) {
    Path unpacked = prepared();
    if (Files.isDirectory(unpacked)) {
      copy(unpacked, folder);
    } else {
      unpackInto(folder);
    }
  }

  /** Unpacks the programs for {@link #install}, unless that has been done; whole or not at all. */
  static void prepare() {
    Path whole = prepared();
    if (Files.isDirectory(whole)) {
      return;
    }
    Path partial = whole.resolveSibling(UUID.randomUUID().toString());
    try {
      unpackInto(Files.createDirectories(partial));
      Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Unless another build has moved its own there meanwhile.
      if (!Files.isDirectory(whole)) {
        throw new StackException("cannot unpack PostgreSQL into " + whole + ": " + e.getMessage());
      }
    } finally {
      delete(partial);
    }
  }

  private static void delete(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new StackException("cannot remove " + folder + ": " + e.getMessage());
    }
  }

  /** A folder named after the jar, and so after the version. */
  private static Path prepared() {
    String jar = URLDecoder.decode(archive().getPath(), UTF_8).replaceFirst("!.*", "");
    return ServiceProgram.prepared().resolve(jar.substring(jar.lastIndexOf('/') + 1));
  }

  private static URL archive() {
    String name = "/postgres-%s-%s.txz".formatted(system(), architecture());
    URL archive = PostgresBinaries.class.getResource(name);
    if (archive == null) {
      throw new StackException("PostgreSQL for this system is not on the classpath (" + name + ")");
    }
    return archive;
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (!target.equals(to)) {
          Files.copy(file, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException e) {
      throw new StackException("cannot copy PostgreSQL into " + to + ": " + e.getMessage());
    }
  }

  private static void unpackInto(Path folder) {
    try (InputStream packed = archive().openStream()) {
      unpack(new TarArchiveInputStream(new XZCompressorInputStream(buffered(packed))), folder);
    } catch (IOException e) {
      throw new StackException("cannot unpack PostgreSQL into " + folder + ": " + e.getMessage());
    }
  }

  private static void unpack(TarArchiveInputStream archive, Path folder) throws IOException {
    for (TarArchiveEntry entry = archive.getNextEntry();
        entry != null;
        entry = archive.getNextEntry()) {
      Path target = entry.resolveIn(folder);
      if (entry.isDirectory()) {
        Files.createDirectories(target);
        continue;
      }
      Files.createDirectories(target.resolveSibling("."));
      if (entry.isSymbolicLink()) {
        Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      } else {
        Files.copy(archive, target);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(
            target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }

  private static InputStream buffered(InputStream stream) {
    return new BufferedInputStream(stream, 1 << 16);
  }

  private static String system() {
    return System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
  }

  private static String architecture() {
    String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (architecture) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> architecture;
    };
  }
}
