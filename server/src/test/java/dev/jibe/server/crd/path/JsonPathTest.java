package dev.jibe.server.crd.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.JsonList;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where paths of printer columns lead, and where upstream loses its way. */
class JsonPathTest {

    private static final Object ROOT = Json.parse("""
            {"s":"text","n":1,"z":null,"a.b":2,"l":[{"t":"A","v":1},{"t":"B","v":2},{"t":"C","v":3}],"m":{"l":[[1,2],[3]]}}""");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            .s|["text"]
            s|[]
            .x|[]
            .z|[null]
            .a\\.b|[2]
            .m['l']|[[[1,2],[3]]]
            .l[0].t|["A"]
            .l[].t|["A"]
            .l[-1].t|["C"]
            .l[5].t|[]
            .l[1:].t|["B","C"]
            .l[-2:].t|["B","C"]
            .l[0:2].v|[1,2]
            .l[::2].v|[1,3]
            .l[0:4].v|[]
            .l[2:1].v|[]
            .l[0,2].t|["A","C"]
            .l[*].v|[1,2,3]
            .s[0]|[]
            .s[*]|[]
            .l[?(@.t=="B")].v|[2]
            .l[?(@.v>1)].t|["B","C"]
            .l[?(@.v>1.5)].t|[]
            .l[?(@.v==true)].t|[]
            .l[?(@.x)].t|[]
            .l[?(@.t)].t|["A","B","C"]
            .m.l[*][0]|[1,3]
            ..t|["A","B","C"]
            """)
    void leads(String path, String expected) {
        assertEquals(expected, Json.text(JsonList.copyOf(JsonPath.parse(path).find(ROOT))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".l[",
                ".l['a]",
                ".l[\"t\"]",
                ".l[x]",
                ".l[?(@.t",
                ".a,b",
                "....a",
                "..*",
                ".a\n",
                ".l[?(@.t=='B)]"
            })
    void isNone(String path) {
        assertThrows(MalformedException.class, () -> JsonPath.parse(path));
    }
}
