package dev.jibe.object.cbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.RawJson;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples of RFC 8949, appendix A, as far as the API takes them, and what it writes. */
final class CborTest {

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(JsonMap object) {
        var hex = HexFormat.of().formatHex(Cbor.write(object, null));
        assertTrue(hex.startsWith("d9d9f7"));
        return hex.substring(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "00 | 0",
                "17 | 23",
                "1818 | 24",
                "1903e8 | 1000",
                "1a000f4240 | 1000000",
                "20 | -1",
                "3903e7 | -1000",
                "1b7fffffffffffffff | 9223372036854775807",
                "3b7fffffffffffffff | -9223372036854775808",
                "f90000 | 0",
                "f93e00 | 1.5",
                "fa47c35000 | 100000",
                "fb3ff199999999999a | 1.1",
                "f9c400 | -4",
                "f4 | false",
                "f5 | true",
                "f6 | null",
                "c074323031332d30332d32315432303a30343a30305a | \"2013-03-21T20:04:00Z\"",
                "c11a514b67b0 | \"2013-03-21T20:04:00Z\"",
                "d74401020304 | \"01020304\"",
                "d64401020304 | \"AQIDBA==\"",
                "4161 | \"a\"",
                "60 | \"\"",
                "62c3bc | \"\u00fc\"",
                "80 | []",
                "83010203 | [1,2,3]",
                "a0 | {}",
                "a26161016162820203 | {\"a\":1,\"b\":[2,3]}",
                "5f42616243636465ff | \"abcde\"",
                "7f657374726561646d696e67ff | \"streaming\"",
                "9fff | []",
                "9f018202039f0405ffff | [1,[2,3],[4,5]]",
                "bf61610161629f0203ffff | {\"a\":1,\"b\":[2,3]}",
                "d9d9f7a14161 01 | {\"a\":1}",
                "d82076687474703a2f2f7777772e6578616d706c652e636f6d | \"http://www.example.com\""
            })
    void whatTheStandardShowsIsRead(String hex, String json) {
        var value = Json.parse(json.strip().getBytes(StandardCharsets.UTF_8));
        assertEquals(Json.text(value), Json.text(Cbor.read(bytes(hex.replace(" ", "")))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1bffffffffffffffff | overflows Go's int64",
                "3bffffffffffffffff | overflows Go's int64",
                "c249010000000000000000 | bignum",
                "f97c00 | floating-point infinity",
                "f97e00 | floating-point NaN",
                "f7 | simple value 23",
                "f0 | simple value 16",
                "f8ff | simple value 255",
                "a2616101616102 | found duplicate map key \"a\" at map element index 1",
                "a10102 | cannot unmarshal positive integer into Go value of type string",
                "61ff | invalid UTF-8 string",
                "0000 | 1 bytes of extraneous data starting at index 1",
                "18 | unexpected EOF",
                "9f01 | unexpected EOF",
                "a16161 | unexpected EOF",
                "ff | break",
                "1c | invalid additional information 28",
                "5f6161ff | wrong element type",
                "c06161 | time.Time"
            })
    void whatTheApiHasNoPlaceForIsRefused(String hex, String why) {
        var refused = assertThrows(MalformedException.class, () -> Cbor.read(bytes(hex)));
        assertTrue(refused.getMessage().contains(why), refused::getMessage);
    }

    @Test
    void nestingIsBounded() {
        var deep = new byte[100_000];
        java.util.Arrays.fill(deep, (byte) 0x81);
        assertThrows(MalformedException.class, () -> Cbor.read(deep));
        java.util.Arrays.fill(deep, (byte) 0xc6);
        assertThrows(MalformedException.class, () -> Cbor.read(deep));
        assertThrows(MalformedException.class, () -> Cbor.read(new byte[0]));
    }

    @Test
    void whatIsWrittenIsSortedAndShort() {
        var object = JsonMap.of("b", 1L, "aa", -1L, "c", 1.5, "d", 100000.0, "e", JsonList.of("x", true));
        assertEquals("a5416201" + "4163f93e00" + "4164fa47c35000" + "4165824178f5" + "42616120", hex(object));
        assertEquals("a1417241a1".replace("41a1", "a1416101"), hex(JsonMap.of("r", RawJson.of(JsonMap.of("a", 1L)))));
        assertEquals("a14166fb3ff199999999999a", hex(JsonMap.of("f", 1.1)));
    }

    @Test
    void bytesAreWrittenAsSuch() {
        var secret = Objects.requireNonNull(Schema.builtin().kind("", "v1", "Secret"));
        var object = JsonMap.of("kind", "Secret", "data", JsonMap.of("k", "AQID"));
        var written = Cbor.write(object, secret);
        assertEquals(
                "d9d9f7a2" + "4464617461" + "a1416bd643010203" + "446b696e64" + "46536563726574",
                HexFormat.of().formatHex(written));
        assertEquals(object, Cbor.read(written));
    }

    @Test
    void theFirstUnknownFieldIsFoundByItsPlace() {
        var object =
                JsonMap.of("kind", "Pod", "spec", JsonMap.of("x", 1L, "containers", JsonList.of(JsonMap.of("y", 1L))));
        var written = Cbor.write(object, null);
        assertEquals(OptionalInt.of(0), Cbor.firstOf(written, List.of("spec.containers[0].y", "spec.x")));
        assertEquals(OptionalInt.of(1), Cbor.firstOf(written, List.of("spec")));
        assertEquals(OptionalInt.empty(), Cbor.firstOf(written, List.of("z")));
    }
}
