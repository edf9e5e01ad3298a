package dev.jibe.node.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.wire.WireException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustAnchorsTest {

    private static JsonMap bundle(String... contents) {
        var text = new StringBuilder("# about it\n");
        for (var content : contents) {
            text.append(pem(content)).append("between\n");
        }
        return JsonMap.of("spec", JsonMap.of("trustBundle", text.toString()));
    }

    private static String pem(String content) {
        return "-----BEGIN CERTIFICATE-----\n" + content + "\n-----END CERTIFICATE-----\n";
    }

    @Test
    void eachAnchorIsThereOnce() throws WireException {
        assertEquals(
                pem("AAAA") + pem("BBBB") + pem("CCCC"),
                TrustAnchors.normal(List.of(bundle("BBBB", "AAAA"), bundle("AAAA", "CCCC"))));
        assertEquals("", TrustAnchors.normal(List.of()));
    }
}
