package io.streamproof.pipeline.expression;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.record.UnreadableException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A CEL expression over an event's {@code data}, {@code key}, {@code event.id}, {@code
 * event.source}, {@code event.type} and {@code event.time}: compiled and type-checked once.
 *
 * <p>Numbers that are only passed through keep every digit; an operand of an operator or function
 * that is beyond CEL's own types is taken as the nearest double ({@link PayloadOperands}).
 */
public final class Expression {
  private static final int MAX_ITERATIONS = 1_000_000;
  private static final Cel CEL = cel(Functions.declarations());
  private static final Cel MIXING = cel(MixedArithmetic.declarations());

  private final String text;
  private final CelRuntime.Program program;

  private Expression(String text, CelRuntime.Program program) {
    this.text = text;
    this.program = program;
  }

  /**
   * Compiles an expression.
   *
   * @throws InvalidExpressionException if it does not compile, or cannot give the needed type
   */
  public static Expression compile(String text, ResultType needed)
      throws InvalidExpressionException {
    try {
      CelAbstractSyntaxTree parsed = CEL.parse(text).getAst();
      CelType given = typeOf(parsed);
      if (!needed.accepts(given)) {
        throw new InvalidExpressionException(
            "gives " + given.name() + ", where " + needed.description() + " is needed",
            "write an expression that gives " + needed.description());
      }
      CelAbstractSyntaxTree checked = CEL.check(PayloadOperands.rewrite(parsed)).getAst();
      return new Expression(text, CEL.createProgram(checked));
    } catch (CelValidationException e) {
      throw CompileErrors.explain(e);
    } catch (CelEvaluationException e) {
      throw new InvalidExpressionException(
          String.valueOf(e.getMessage()), CompileErrors.CORRECT_IT);
    }
  }

  /** The type by CEL's own rules if they hold, else by those with mixed arithmetic. */
  private static CelType typeOf(CelAbstractSyntaxTree parsed) throws CelValidationException {
    CelValidationResult strict = CEL.check(parsed);
    return (strict.hasError() ? MIXING.check(parsed) : strict).getAst().getResultType();
  }

  /**
   * The value for an event, as {@link JsonCodec} holds values or one of CEL's own.
   *
   * @throws EvaluationException if the expression fails on this event
   * @throws UnreadableException if it needs the payload and that is no JSON
   */
  public Object evaluate(Event event) {
    Cost.begin();
    try {
      Object value = program.eval((CelVariableResolver) name -> variable(event, name));
      return value == null ? NullValue.NULL_VALUE : value;
    } catch (CelEvaluationException e) {
      if (e.getCause() instanceof UnreadableException unreadable) {
        throw unreadable;
      }
      throw failed(EvaluationErrors.explain(e));
    }
  }

  /** The value as true or false; any other type fails. */
  public boolean isTrue(Event event) {
    if (evaluate(event) instanceof Boolean truth) {
      return truth;
    }
    throw failed("gives neither true nor false");
  }

  /** The value as a list; any other type fails. */
  public List<?> list(Event event) {
    if (evaluate(event) instanceof List<?> list) {
      return list;
    }
    throw failed("gives no list");
  }

  /** The value as a record's key: text as it is, null as no key, all else as JSON. */
  public byte @Nullable [] key(Event event) {
    return Keys.encode(evaluate(event));
  }

  /** The value as event time in epoch milliseconds; fractions of a millisecond are cut off. */
  public long time(Event event) {
    Object value = evaluate(event);
    try {
      return bounded(EventTimes.of(value));
    } catch (DateTimeException | ArithmeticException e) {
      throw failed("gives \"" + value + "\", which is no RFC 3339 time");
    } catch (IllegalArgumentException e) {
      throw failed("gives neither an RFC 3339 string nor epoch milliseconds");
    }
  }

  /** The expression as it was written. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }

  private long bounded(long millis) {
    if (millis < 0 || millis > Event.MAX_TIME) {
      throw failed("gives a time outside of the years 1970 to 9999: " + millis + " ms");
    }
    return millis;
  }

  private EvaluationException failed(String why) {
    return new EvaluationException(text + ": " + why);
  }

  private static Optional<Object> variable(Event event, String name) {
    return switch (name) {
      case "data" -> Optional.of(event.data());
      case "key" -> {
        String key = event.keyText();
        yield Optional.of(key == null ? NullValue.NULL_VALUE : key);
      }
      case "event.id" -> Optional.of(event.id());
      case "event.source" -> Optional.of(event.source());
      case "event.type" -> Optional.of(event.type());
      case "event.time" -> Optional.of(Instant.ofEpochMilli(event.time()));
      default -> Optional.empty();
    };
  }

  private static Cel cel(List<CelFunctionDecl> functions) {
    CelOptions options =
        CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .build();
    return CelFactory.plannerCelBuilder()
        .setOptions(options)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addVar("data", SimpleType.DYN)
        .addVar("key", SimpleType.DYN)
        .addVar("event.id", SimpleType.STRING)
        .addVar("event.source", SimpleType.STRING)
        .addVar("event.type", SimpleType.STRING)
        .addVar("event.time", SimpleType.TIMESTAMP)
        .addFunctionDeclarations(functions)
        .addFunctionBindings(Functions.bindings())
        .build();
  }
}
