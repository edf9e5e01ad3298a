package dev.jibe.object.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonReaderTest {

    private static final String FINE = "fine";

    @Test
    void strings() {
        assertEquals("plain", Json.parse("\"plain\""));
        assertEquals("longer than eight bytes", Json.parse("\"longer than eight bytes\""));
        assertEquals("\"\\/\b\f\n\r\t", Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""));
        assertEquals("Gr\u00fc\u00dfe \ud83d\ude00", Json.parse("\"Gr\u00fc\u00dfe \ud83d\ude00\""));
        assertEquals("A\ud83d\ude00\u00e9", Json.parse("\"\\u0041\\ud83d\\ude00\\u00e9\""));
        assertEquals("\ufffd", Json.parse("\"\\ud800\""));
        assertEquals("\ufffdA", Json.parse("\"\\ud800\\u0041\""));
        assertEquals("\ufffdx", Json.parse("\"\\ude00x\""));
    }

    @Test
    void bytesThatAreNoUtf8AreReplaced() {
        assertEquals("a\ufffdb", Json.parse(new byte[] {'"', 'a', (byte) 0xff, 'b', '"'}));
    }

    @Test
    void numbers() {
        assertEquals(0L, Json.parse("-0"));
        assertEquals(Long.MAX_VALUE, Json.parse("9223372036854775807"));
        assertEquals(Long.MIN_VALUE, Json.parse("-9223372036854775808"));
        assertEquals(0x1p63, Json.parse("9223372036854775808"));
        assertEquals(1.0, Json.parse("1.0"));
        assertEquals(-125.0, Json.parse("-1.25e+2"));
        assertEquals(1e30, Json.parse("1" + "0".repeat(30)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "\"",
                "\"\\",
                "\"\\u00",
                "\"\\x\"",
                "\"\n\"",
                "tru",
                "nul",
                "01",
                "-",
                "1.",
                "1e",
                "+1",
                ".5",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "[1,]",
                "[1 2]",
                "{} {}",
                "{\"a\":1 \"b\":2}",
                "\ufeff{}",
                "1e400"
            })
    void malformed(String text) {
        assertThrows(MalformedException.class, () -> Json.parse(text));
    }

    @Test
    void depthIsBounded() {
        int depth = JsonReader.MAX_DEPTH;
        assertTrue(Json.parse("[".repeat(depth) + "]".repeat(depth)) instanceof JsonList);
        var tooDeep = "{\"a\":".repeat(depth + 1) + "1" + "}".repeat(depth + 1);
        assertEquals(
                "exceeded max depth",
                assertThrows(MalformedException.class, () -> Json.parse(tooDeep))
                        .getMessage());
    }

    @Test
    void keysThatComeTwiceAreNamed() {
        var text = """
            {"a":[{"x":1},{"y":{"k":1,"k":2,"l":3},"y":0}],"b":{"a":1},"b":2,"a\\"b":1,"a\\"b":2}""";
        var read = JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("a[1].y.k", "a[1].y", "b", "a\"b"), read.duplicates());
        assertEquals(2L, ((JsonMap) read.value()).get("b"));
    }

    @Test
    void aKeyThatNeedsEscapesIsNotGuessed() {
        var escaped = "{\"a\\\"b\":1}";
        assertEquals(JsonMap.of("a\"b", 1L), Json.parse(escaped));
        assertEquals(JsonMap.of("a\"b", 1L), Json.parse(escaped));
        assertThrows(MalformedException.class, () -> Json.parse("{\"a\"b\":1}"));
    }

    @Test
    void managedFieldsStayText() {
        var map = Json.parseMap("""
            {"metadata":{"managedFields":[{"fieldsV1": {"f:b" : {}, "f:a":{ "." :{}}} }]},"fieldsV1":{"b":1}}""");
        var entry = map.map("metadata").list("managedFields").map(0);
        assertTrue(entry.get("fieldsV1") instanceof RawJson);
        assertEquals("{\"f:b\":{},\"f:a\":{\".\":{}}}", String.valueOf(entry.get("fieldsV1")));
        assertEquals(JsonMap.of("b", 1L), map.get("fieldsV1"));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (long seed = 0; seed < 300; seed++) {
            var value = value(random(seed), 4);
            assertEquals(value, Json.parse(Json.write(value)), "seed " + seed);
            assertEquals(value, Json.parse(PrettyJson.write(value)), "seed " + seed);
        }
    }

    @Test
    void whatTheGrammarRefusesIsRefusedAndNothingElse() {
        for (long seed = 0; seed < 3000; seed++) {
            var random = random(seed);
            var text = Json.write(value(random, 3));
            for (int changes = random.nextInt(1, 3); changes > 0 && text.length > 0; changes--) {
                text[random.nextInt(text.length)] = (byte) "{}[]\",:\\u0-.e \n\u0001t".charAt(random.nextInt(17));
            }
            boolean fine = JsonSyntax.explain(text, FINE).equals(FINE);
            boolean read = isRead(text);
            var shown = new String(text, StandardCharsets.UTF_8);
            if (fine) {
                assertTrue(read, () -> "refused: " + shown);
            } else {
                assertFalse(read, () -> "accepted: " + shown);
            }
        }
    }

    private static boolean isRead(byte[] text) {
        try {
            Json.parse(text);
            return true;
        } catch (MalformedException e) {
            return e.getMessage() != null && e.getMessage().startsWith("json: cannot unmarshal number");
        }
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static Object value(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> string(random);
            case 1 -> random.nextLong() >> random.nextInt(64);
            case 2 -> random.nextBoolean();
            case 3 -> Null.NULL;
            case 4 -> random.nextDouble();
            case 5 ->
                JsonList.of(random.ints(random.nextInt(5))
                        .mapToObj(i -> value(random, depth - 1))
                        .toArray());
            default -> {
                var map = JsonMap.builder();
                for (int i = random.nextInt(random.nextInt(20) == 0 ? 90 : 6); i > 0; i--) {
                    map.put(string(random), value(random, depth - 1));
                }
                yield map.build();
            }
        };
    }

    private static String string(RandomGenerator random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(4) == 0 ? 80 : 12); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(12)) {
                        case 0 -> random.nextInt(0x20);
                        case 1 -> random.nextInt(0x80, 0xd800);
                        case 2 -> random.nextInt(0x10000, 0x10ffff);
                        case 3 -> "\"\\<>&\u2028".charAt(random.nextInt(6));
                        default -> random.nextInt(0x20, 0x7f);
                    });
        }
        return text.toString();
    }
}
