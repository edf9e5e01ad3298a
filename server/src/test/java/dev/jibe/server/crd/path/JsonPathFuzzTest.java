package dev.jibe.server.crd.path;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import java.nio.charset.StandardCharsets;

/** Paths of printer columns: refused, or they lead somewhere or nowhere. */
final class JsonPathFuzzTest {

    private static final Object ROOT =
            Json.parse("{\"a\":{\"b\":[{\"name\":\"x\",\"n\":1},{\"name\":\"y\",\"n\":2.5}]},\"c.d\":true,\"e\":null}");

    @FuzzTest
    void path(byte[] data) {
        try {
            JsonPath.parse(new String(data, StandardCharsets.UTF_8)).find(ROOT);
        } catch (MalformedException refused) {
            return;
        }
    }
}
