package io.streamproof.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenLinesTests {
  private static final String SECRET = "s3cret".repeat(6);

  @Test
  void readsNamesAndScopesAndSkipsBlankLinesAndRemarks() {
    List<Token> tokens =
        TokenLines.read(
            "tokens",
            List.of(
                "# of the shop",
                "",
                "shop-1 events:write " + SECRET,
                "  both\tevents:write,audit:read  " + SECRET + "2=  "));

    assertThat(tokens).extracting(Token::name).containsExactly("shop-1", "both");
    assertThat(tokens.get(0).scopes()).containsExactly(Scope.EVENTS_WRITE);
    assertThat(tokens.get(1).scopes()).containsExactly(Scope.EVENTS_WRITE, Scope.AUDIT_READ);
    assertThat(tokens.get(1).matches(Token.digest(SECRET + "2="))).isTrue();
    assertThat(tokens.get(1).matches(Token.digest(SECRET))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "shop events:write, it has 2 fields",
    "shop events:write SECRET more, it has 4 fields",
    "sh/op events:write SECRET, the name cannot be used",
    "shop events:read SECRET, a scope is unknown",
    "'shop events:write, SECRET', a scope is unknown",
    "shop events:write 1234567890123456789012345678901, shorter than 32 characters",
    "shop events:write SECRET!, no request can send"
  })
  void refusesALineWithoutShowingItsToken(String line, String why) {
    assertThatExceptionOfType(CannotLockException.class)
        .isThrownBy(() -> TokenLines.read("tokens", List.of("", line.replace("SECRET", SECRET))))
        .withMessageStartingWith("tokens:2: ")
        .withMessageContaining(why)
        .satisfies(
            refused ->
                assertThat(refused.getMessage() + refused.mend())
                    .doesNotContain(SECRET)
                    .doesNotContain("1234567890"));
  }
}
