package io.streamproof.verification.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How PostgreSQL, which refuses to run as root, is run where everything else runs as root: in a
 * user namespace of its own, or as the user {@code nobody}.
 */
sealed interface Unprivileged {
  /** What stands before a command. */
  List<String> prefix();

  /** Lets the unprivileged process own a folder and read a file. */
  void give(Path folder, Path file) throws IOException;

  static Unprivileged here() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return new AsIs();
    }
    if (succeeds("unshare", "-U", "true")) {
      return new OwnNamespace();
    }
    if (succeeds("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", "true")) {
      return new AsNobody();
    }
    throw new StackException(
        "PostgreSQL does not run as root, and neither unshare nor setpriv works here;"
            + " run this as an ordinary user");
  }

  /** An ordinary user runs it. */
  record AsIs() implements Unprivileged {
    @Override
    public List<String> prefix() {
      return List.of();
    }

    @Override
    public void give(Path folder, Path file) {}
  }

  /** Root, but in a namespace where nobody is: files stay root's, and so accessible. */
  record OwnNamespace() implements Unprivileged {
    @Override
    public List<String> prefix() {
      return List.of("unshare", "-U");
    }

    @Override
    public void give(Path folder, Path file) {}
  }

  /** Where namespaces are forbidden, as in many containers. */
  record AsNobody() implements Unprivileged {
    @Override
    public List<String> prefix() {
      return List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups");
    }

    @Override
    public void give(Path folder, Path file) throws IOException {
      UserPrincipal nobody =
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
      Files.setOwner(folder, nobody);
      Files.setOwner(file, nobody);
      Files.setPosixFilePermissions(
          folder.resolveSibling("."), PosixFilePermissions.fromString("rwx--x--x"));
    }
  }

  private static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
