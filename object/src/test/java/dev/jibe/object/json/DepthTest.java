package dev.jibe.object.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.cbor.Cbor;
import dev.jibe.object.patch.MergePatch;
import dev.jibe.object.yaml.Yaml;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nests as deep as is allowed is read, changed and written on a stack as the program's threads have it. */
final class DepthTest {

    private static final long STACK_BYTES = 4L << 20;

    /** In YAML what is innermost counts, too. */
    private static final int DEEPEST = JsonReader.MAX_DEPTH - 1;

    private static String nested(String open, String leaf, String close, int depth) {
        return "{\"spec\":" + open.repeat(depth - 1) + leaf + close.repeat(depth - 1) + "}";
    }

    @ParameterizedTest
    @CsvSource({"'{\"a\":','}'", "[,]"})
    void asDeepAsIsAllowed(String open, String close) throws Exception {
        var work = new FutureTask<Void>(
                () -> {
                    var object = Json.parseMap(nested(open, "1", close, DEEPEST));
                    assertEquals(object, Json.parse(Json.write(object)));
                    assertEquals(object, Yaml.parse(Yaml.write(object)));
                    assertEquals(object, Cbor.read(Cbor.write(object, null)));
                    var other = Json.parseMap(nested(open, "2", close, DEEPEST));
                    assertEquals(other, MergePatch.apply(object, other));
                    assertThrows(
                            MalformedException.class,
                            () -> Json.parseMap(nested(open, "1", close, JsonReader.MAX_DEPTH + 1)));
                    assertEquals(JsonMap.EMPTY, MergePatch.apply(object, Json.parseMap("{\"spec\":null}")));
                },
                null);
        Thread.ofPlatform().stackSize(STACK_BYTES).start(work).join();
        work.get();
    }
}
