package io.streamproof.security;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The static tokens that are valid now: the file is read again, by whoever comes first once a look
 * is due, so that tokens change without a restart. While it is unusable the last ones stay valid.
 */
final class StaticTokens {
  /** How soon a changed file counts. */
  static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(StaticTokens.class);

  private final TokensFile file;
  private final LongSupplier nanoTime;
  private final AtomicLong lastLook;
  private volatile List<Token> tokens;
  private volatile String problem = "";

  /**
   * Reads them for the first time.
   *
   * @throws CannotLockException if the file is unusable
   */
  StaticTokens(TokensFile file, LongSupplier nanoTime) {
    this.file = file;
    this.nanoTime = nanoTime;
    this.lastLook = new AtomicLong(nanoTime.getAsLong());
    this.tokens = file.read();
    LOG.info("{} static tokens are valid: {}", tokens.size(), names());
  }

  /** The token that a caller presents; empty: there is none such. */
  Optional<Token> find(String presented) {
    lookAgain();
    byte[] digest = Token.digest(presented);
    Token found = null;
    // Each is compared, whichever matches: how long it takes tells nothing of them.
    for (Token token : tokens) {
      if (token.matches(digest)) {
        found = token;
      }
    }
    return Optional.ofNullable(found);
  }

  private void lookAgain() {
    long now = nanoTime.getAsLong();
    long last = lastLook.get();
    if (now - last < BETWEEN_LOOKS.toNanos() || !lastLook.compareAndSet(last, now)) {
      return;
    }
    try {
      take(file.read());
    } catch (CannotLockException e) {
      keep(String.valueOf(e.getMessage()));
    }
  }

  private void take(List<Token> read) {
    String before = names();
    tokens = read;
    problem = "";
    if (!before.equals(names())) {
      LOG.info("the static tokens have changed; {} are valid: {}", read.size(), names());
    }
  }

  private void keep(String why) {
    if (!why.equals(problem)) {
      problem = why;
      LOG.error("the static tokens stay as they were, since their file is unusable now: {}", why);
    }
  }

  private String names() {
    return String.join(", ", tokens.stream().map(Token::name).toList());
  }
}
