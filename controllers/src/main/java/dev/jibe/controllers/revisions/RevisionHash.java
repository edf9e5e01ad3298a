package dev.jibe.controllers.revisions;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.nio.charset.StandardCharsets;

/**
 * The hash of what a revision holds, the same as upstream's: 32 bits of FNV-1 over the JSON as Go writes it and the
 * collision count, in letters that make no words.
 */
final class RevisionHash {
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private RevisionHash() {}

    static String of(JsonMap data, int collisionCount) {
        // Go escapes what could be taken for markup.
        var text = Json.text(data)
                .replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
        int hash = FNV_OFFSET;
        for (byte b : (text + collisionCount).getBytes(StandardCharsets.UTF_8)) {
            hash = hash * FNV_PRIME ^ (b & 0xff);
        }
        return SafeHash.letters(hash);
    }
}
