package dev.jibe.object.protobuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.MalformedException;
import dev.jibe.object.schema.Schema;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Upstream's words for messages that are none. */
class DamagedMessageTest {

    private static void read(String hex) {
        var type = Objects.requireNonNull(Schema.builtin().kind("", "v1", "Pod"));
        Protobuf.read(Protobuf.open(HexFormat.of().parseHex("6b387300" + hex)), type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            | empty body
            0805     | proto: wrong wireType = 0 for field TypeMeta
            0a021500 | proto: wrong wireType = 5 for field Kind
            12020801 | proto: wrong wireType = 0 for field ObjectMeta
            12040a022801 | proto: wrong wireType = 0 for field UID
            120407000000 | proto: Pod: illegal tag 0 (wire type 7)
            1202af15     | proto: illegal wireType 7
            12020a05     | unexpected EOF
            12060affffffff7f | unexpected EOF
            120b0affffffffffffffffff01 | proto: negative length found during unmarshaling
            """)
    void isToldByTheNameOfItsField(String hex, String why) {
        assertEquals(
                why,
                assertThrows(MalformedException.class, () -> read(hex == null ? "" : hex))
                        .getMessage());
    }
}
