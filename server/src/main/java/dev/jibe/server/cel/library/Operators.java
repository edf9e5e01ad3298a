package dev.jibe.server.cel.library;

import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.Indexing;
import dev.jibe.server.cel.MapValue;
import dev.jibe.server.cel.Maybe;
import dev.jibe.server.cel.Values;
import dev.jibe.server.cel.Values.Uint;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/** Arithmetic, comparison and containment. */
final class Operators {

    static final Map<String, Function> FUNCTIONS = Map.ofEntries(
            Map.entry("_==_", v -> Values.equal(v.get(0), v.get(1))),
            Map.entry("_!=_", v -> !Values.equal(v.get(0), v.get(1))),
            Map.entry("_<_", v -> compared(v) && Values.compare(v.get(0), v.get(1)) < 0),
            Map.entry("_<=_", v -> compared(v) && Values.compare(v.get(0), v.get(1)) <= 0),
            Map.entry("_>_", v -> compared(v) && Values.compare(v.get(0), v.get(1)) > 0),
            Map.entry("_>=_", v -> compared(v) && Values.compare(v.get(0), v.get(1)) >= 0),
            Map.entry("_+_", v -> plus(v.get(0), v.get(1))),
            Map.entry("_-_", v -> minus(v.get(0), v.get(1))),
            Map.entry("_*_", v -> arithmetic(v, Math::multiplyExact, (a, b) -> a * b)),
            Map.entry("_/_", Operators::divided),
            Map.entry("_%_", Operators::remainder),
            Map.entry("-_", v -> negated(v.getFirst())),
            Map.entry("!_", v -> !(Boolean) v.getFirst()),
            Map.entry("@in", v -> isIn(v.get(0), v.get(1))),
            Map.entry("_?._", v -> optionally(v.get(0), v.get(1))),
            Map.entry("_[?_]", v -> optionally(v.get(0), v.get(1))));

    private Operators() {}

    /** Whether the two have an order: NaN has none. */
    private static boolean compared(List<Object> values) {
        return values.stream().noneMatch(v -> v instanceof Double number && Double.isNaN(number));
    }

    private static Object optionally(Object container, Object key) {
        var found = Indexing.find(container, key);
        return found == null ? Maybe.NONE : found instanceof Maybe ? found : Maybe.of(found);
    }

    private static boolean isIn(Object value, Object container) {
        return switch (container) {
            case List<?> list -> list.stream().anyMatch(item -> Values.equal(item, value));
            case MapValue map -> map.get(value) != null;
            default -> throw CelFailure.noSuchOverload();
        };
    }

    private static Object arithmetic(List<Object> values, BinaryOperator<Long> whole, BinaryOperator<Double> decimal) {
        return switch (values.getFirst()) {
            case Long a -> exact(() -> whole.apply(a, (Long) values.get(1)));
            case Double a -> decimal.apply(a, (Double) values.get(1));
            case Uint(long a) -> new Uint(whole.apply(a, ((Uint) values.get(1)).bits()));
            default -> throw CelFailure.noSuchOverload();
        };
    }

    private static Object exact(Supplier<Object> sum) {
        try {
            return sum.get();
        } catch (ArithmeticException e) {
            throw new CelFailure("integer overflow");
        }
    }

    private static Object plus(Object a, Object b) {
        return switch (a) {
            case String text -> text + (String) b;
            case List<?> list -> Lists.sum(list, (List<?>) b);
            case Instant time -> moved(time, (Duration) b);
            case Duration length -> b instanceof Instant time ? moved(time, length) : length.plus((Duration) b);
            case byte[] bytes -> joined(bytes, (byte[]) b);
            default -> arithmetic(List.of(a, b), Math::addExact, Double::sum);
        };
    }

    private static Object moved(Instant time, Duration by) {
        try {
            return time.plus(by);
        } catch (DateTimeException | ArithmeticException e) {
            throw new CelFailure("timestamp overflow");
        }
    }

    private static byte[] joined(byte[] a, byte[] b) {
        var both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static Object minus(Object a, Object b) {
        return switch (a) {
            case Instant time ->
                b instanceof Instant other ? Duration.between(other, time) : moved(time, ((Duration) b).negated());
            case Duration length -> length.minus((Duration) b);
            default -> arithmetic(List.of(a, b), Math::subtractExact, (x, y) -> x - y);
        };
    }

    private static Object divided(List<Object> values) {
        if (values.get(1) instanceof Long divisor && divisor == 0
                || values.get(1) instanceof Uint(long bits) && bits == 0) {
            throw new CelFailure("division by zero");
        }
        return arithmetic(values, Math::divideExact, (a, b) -> a / b);
    }

    private static Object remainder(List<Object> values) {
        if (values.get(1) instanceof Long divisor && divisor == 0
                || values.get(1) instanceof Uint(long bits) && bits == 0) {
            throw new CelFailure("modulus by zero");
        }
        return switch (values.getFirst()) {
            case Long a -> a % (Long) values.get(1);
            case Uint(long a) -> new Uint(Long.remainderUnsigned(a, ((Uint) values.get(1)).bits()));
            default -> throw CelFailure.noSuchOverload();
        };
    }

    private static Object negated(Object value) {
        return switch (value) {
            case Long number -> exact(() -> Math.negateExact(number));
            case Double number -> -number;
            default -> throw CelFailure.noSuchOverload();
        };
    }

    /** All of a list, for those who change it. */
    static List<Object> copy(List<?> list) {
        return new ArrayList<>(list);
    }
}
