package io.streamproof.verification.jaeger;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The spans of one trace. */
public record JaegerTrace(List<JaegerSpan> spans) {
  private static final Comparator<JaegerSpan> ORDER =
      Comparator.comparing(JaegerSpan::name)
          .thenComparing(span -> String.valueOf(span.tag("streamproof.origin")));

  /** The only span of a name. */
  public JaegerSpan only(String name) {
    List<JaegerSpan> named = spans.stream().filter(span -> span.name().equals(name)).toList();
    if (named.size() != 1) {
      throw new AssertionError(named.size() + " spans " + name + " in\n" + tree());
    }
    return named.get(0);
  }

  /** The span of an id. */
  public JaegerSpan span(String id) {
    return spans.stream()
        .filter(span -> span.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no span " + id + " in\n" + tree()));
  }

  public List<JaegerSpan> childrenOf(JaegerSpan parent) {
    return spans.stream().filter(span -> parent.id().equals(span.parent())).toList();
  }

  public List<JaegerSpan> sends() {
    return spans.stream().filter(JaegerSpan::isSend).toList();
  }

  /** The spans that mark findings. */
  public List<JaegerSpan> marks() {
    return spans.stream().filter(JaegerSpan::isMark).toList();
  }

  /** A line for each span, {@code <service> <kind> <name>}, two blanks deeper than its parent. */
  public String tree() {
    Set<String> ids = spans.stream().map(JaegerSpan::id).collect(Collectors.toSet());
    StringBuilder text = new StringBuilder();
    spans.stream()
        .filter(span -> span.parent() == null || !ids.contains(span.parent()))
        .sorted(ORDER)
        .forEach(root -> append(root, "", text));
    return text.toString();
  }

  private void append(JaegerSpan span, String indent, StringBuilder text) {
    text.append(indent).append(span.service()).append(' ').append(span.tag("span.kind"));
    text.append(' ').append(span.name()).append('\n');
    spans.stream()
        .filter(other -> Objects.equals(other.parent(), span.id()))
        .sorted(ORDER)
        .forEach(child -> append(child, indent + "  ", text));
  }
}
