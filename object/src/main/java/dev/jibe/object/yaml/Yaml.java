package dev.jibe.object.yaml;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML text to the tree and back, with YAML 1.1's booleans ({@code yes}, {@code on}, …) as Kubernetes' clients read them.
 *
 * <p>Bounded against hostile documents: what aliases expand to, nesting, and size (three megabytes, as a request's body).
 */
public final class Yaml {

    static final int MAX_SIZE_BYTES = 3 << 20;

    private static final LoadSettings LOAD = LoadSettings.builder()
            .setSchema(new Yaml11Schema())
            .setCodePointLimit(MAX_SIZE_BYTES)
            .build();

    private static final DumpSettings DUMP = DumpSettings.builder()
            .setSchema(new Yaml11Schema())
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndent(2)
            .setIndicatorIndent(0)
            .setWidth(Integer.MAX_VALUE)
            .setSplitLines(false)
            .build();

    private Yaml() {}

    /** The first document; an empty map if there is none. */
    public static Object parse(byte[] utf8) {
        var all = parseAll(utf8);
        return all.isEmpty() ? JsonMap.EMPTY : all.getFirst();
    }

    public static Object parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Every document of a stream that is not empty. */
    public static List<Object> parseAll(byte[] utf8) {
        try {
            var text = new String(utf8, StandardCharsets.UTF_8);
            var events = new Parse(LOAD).parseString(text).iterator();
            return new YamlTree(events)
                    .documents().stream().filter(value -> value != Null.NULL).toList();
        } catch (YamlEngineException e) {
            throw new MalformedException("error converting YAML to JSON: yaml: " + e.getMessage(), e);
        }
    }

    /** The value as a block-style document. */
    public static String write(Object value) {
        return new Dump(DUMP).dumpToString(YamlTree.toJava(value));
    }
}
