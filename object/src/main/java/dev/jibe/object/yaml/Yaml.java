package dev.jibe.object.yaml;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
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

    private Yaml() {}

    /**
     * A value, and what is said of the keys that came twice in it.
     *
     * @param duplicates such as {@code line 4: key "a" already set in map}
     */
    public record Read(Object value, List<String> duplicates) {}

    /**
     * The first document; an empty map if there is none.
     *
     * @throws MalformedException with the words of upstream's reader, {@code yaml: line 2: did not find expected key}
     */
    public static Read read(byte[] utf8) {
        var json = PlainJson.read(utf8);
        if (json != null) {
            return new Read(json, List.of());
        }
        var tree = tree(utf8);
        var all = documents(tree, true);
        return new Read(all.isEmpty() ? JsonMap.EMPTY : all.getFirst(), tree.duplicates());
    }

    public static Object parse(byte[] utf8) {
        return read(utf8).value();
    }

    public static Object parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Every document of a stream that is not empty. */
    public static List<Object> parseAll(byte[] utf8) {
        return documents(tree(utf8), false);
    }

    private static YamlTree tree(byte[] utf8) {
        var text = new String(utf8, StandardCharsets.UTF_8);
        return new YamlTree(new Parse(LOAD).parseString(text).iterator(), text);
    }

    private static List<Object> documents(YamlTree tree, boolean first) {
        try {
            return tree.documents(first).stream()
                    .filter(value -> value != Null.NULL)
                    .toList();
        } catch (YamlEngineException e) {
            throw new MalformedException("yaml: " + YamlProblem.text(e), e);
        } catch (NumberFormatException e) {
            // What the scanner throws for a text that ends within "\x.
            throw new MalformedException("yaml: did not find expected hexdecimal number", e);
        }
    }

    /** The value as a block-style document. */
    public static String write(Object value) {
        return YamlWriter.write(value);
    }
}
