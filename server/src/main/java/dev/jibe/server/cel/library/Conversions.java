package dev.jibe.server.cel.library;

import dev.jibe.object.MalformedException;
import dev.jibe.object.typing.GoNumber;
import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.Durations;
import dev.jibe.server.cel.Values.TypeName;
import dev.jibe.server.cel.Values.Uint;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/** Functions from one type to another. */
final class Conversions {

    private static final double TWO_TO_63 = 0x1p63;

    static final Map<String, Function> FUNCTIONS = Map.of(
            "int", v -> whole(v.getFirst()),
            "uint", v -> unsigned(v.getFirst()),
            "double", v -> decimal(v.getFirst()),
            "string", v -> text(v.getFirst()),
            "bytes", v -> bytes(v.getFirst()),
            "bool", v -> bool(v.getFirst()),
            "duration", v -> duration(v.getFirst()),
            "timestamp", v -> timestamp(v.getFirst()));

    private Conversions() {}

    private static Object whole(Object value) {
        return switch (value) {
            case Long number -> number;
            case Uint(long bits) -> {
                if (bits < 0) {
                    throw new CelFailure("integer overflow");
                }
                yield bits;
            }
            case Double number -> {
                if (Double.isNaN(number) || number >= TWO_TO_63 || number <= -TWO_TO_63) {
                    throw new CelFailure("integer overflow");
                }
                yield number.longValue();
            }
            case String text -> parsed("int", () -> Long.parseLong(text));
            case Instant time -> time.getEpochSecond();
            case Duration length -> length.toNanos();
            default -> throw CelFailure.noSuchOverload();
        };
    }

    private static Object parsed(String type, Supplier<Object> parse) {
        try {
            return parse.get();
        } catch (NumberFormatException e) {
            throw notText(type);
        }
    }

    private static CelFailure notText(String type) {
        return new CelFailure("type conversion error from 'string' to '" + type + "'");
    }

    private static Object unsigned(Object value) {
        return switch (value) {
            case Uint _ -> value;
            case Long number -> {
                if (number < 0) {
                    throw new CelFailure("unsigned integer overflow");
                }
                yield new Uint(number);
            }
            case Double number -> {
                if (!(number >= 0 && number < 2 * TWO_TO_63)) {
                    throw new CelFailure("unsigned integer overflow");
                }
                yield new Uint(number.longValue());
            }
            case String text -> parsed("uint", () -> new Uint(Long.parseUnsignedLong(text)));
            default -> throw CelFailure.noSuchOverload();
        };
    }

    private static Object decimal(Object value) {
        return switch (value) {
            case Double number -> number;
            case Long number -> number.doubleValue();
            case Uint(long bits) -> bits >= 0 ? (double) bits : (bits >>> 1) * 2.0;
            case String text -> parsed("double", () -> Double.parseDouble(text));
            default -> throw CelFailure.noSuchOverload();
        };
    }

    static Object text(Object value) {
        return switch (value) {
            case String text -> text;
            case Long number -> number.toString();
            case Uint(long bits) -> Long.toUnsignedString(bits);
            case Double number -> GoNumber.text(number);
            case Boolean bool -> bool.toString();
            case byte[] bytes -> decoded(bytes);
            case Instant time -> dev.jibe.object.protobuf.Times.seconds(time);
            case Duration length -> Durations.text(length);
            case TypeName _ -> throw CelFailure.noSuchOverload();
            default -> throw new Library.NotMine();
        };
    }

    private static Object decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CelFailure("invalid UTF-8 in bytes, cannot convert to string");
        }
    }

    private static Object bytes(Object value) {
        return value instanceof byte[] ? value : ((String) value).getBytes(StandardCharsets.UTF_8);
    }

    private static Object bool(Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        return switch ((String) value) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw notText("bool");
        };
    }

    private static Object duration(Object value) {
        if (!(value instanceof String text)) {
            return (Duration) value;
        }
        try {
            return Durations.parse(text);
        } catch (CelFailure e) {
            throw notText("google.protobuf.Duration");
        }
    }

    private static Object timestamp(Object value) {
        return switch (value) {
            case Instant time -> time;
            case Long seconds -> Instant.ofEpochSecond(seconds);
            case String text -> {
                try {
                    yield dev.jibe.object.protobuf.Times.parse(text);
                } catch (MalformedException e) {
                    throw notText("google.protobuf.Timestamp");
                }
            }
            default -> throw CelFailure.noSuchOverload();
        };
    }
}
