package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.wire.http.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long answers are compressed for those who take that, as upstream's server does (APIResponseCompression). */
@JibeTest(nodes = 0)
final class CompressionTest {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final Headers GZIP = Headers.of("accept-encoding", "deflate, gzip");
    private static final int LONG = 200_000;

    private Raw raw;

    @BeforeEach
    void begin(Jibe cluster) throws IOException {
        raw = new Raw(cluster);
        for (var name : new String[] {"one", "two", "short"}) {
            var text = name.equals("short") ? "s" : name.repeat(LONG / name.length());
            raw.post(
                    MAPS,
                    "application/json",
                    "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"a\":\"" + text + "\"}}");
        }
    }

    @AfterEach
    void end() {
        raw.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/vnd.kubernetes.protobuf", "application/yaml"})
    void longAnswersAreCompressed(String form) throws IOException {
        for (var path : new String[] {MAPS, MAPS + "/one"}) {
            var plain = raw.whole(path, Headers.of("accept", form));
            var packed = raw.whole(path, GZIP.with("accept", form));
            assertEquals("", plain.headers().get("content-encoding", ""));
            assertEquals("gzip", packed.headers().get("content-encoding", ""));
            assertEquals("Accept-Encoding", packed.headers().get("vary", ""));
            assertEquals(form, packed.headers().get("content-type", ""));
            assertTrue(packed.body().length < plain.body().length / 10);
            try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
                assertArrayEquals(plain.body(), unpacked.readAllBytes());
            }
        }
    }

    @Test
    void shortAnswersAreNot() throws IOException {
        assertEquals("", raw.whole(MAPS + "/short", GZIP).headers().get("content-encoding", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip;q=1.0", "identity", "br", ""})
    void othersAreNotSentTo(String accepted) throws IOException {
        var answer = raw.whole(MAPS + "/one", Headers.of("accept-encoding", accepted));
        assertEquals("", answer.headers().get("content-encoding", ""));
    }
}
