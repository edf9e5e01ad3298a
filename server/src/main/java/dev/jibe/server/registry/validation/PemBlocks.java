package dev.jibe.server.registry.validation;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a PEM text (RFC 1421, RFC 7468) as upstream finds them: what is no block is skipped, not refused.
 *
 * @param type what stands behind {@code BEGIN}
 * @param hasHeaders whether there are lines with names before the content
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares blocks.
record PemBlocks(String type, boolean hasHeaders, byte[] content) {

    private static final Pattern BEGIN = Pattern.compile("(?m)^-----BEGIN (.*?)-----[ \\t\\r]*$");

    static List<PemBlocks> of(String text) {
        var blocks = new ArrayList<PemBlocks>();
        var begin = BEGIN.matcher(text);
        int at = 0;
        while (begin.find(at)) {
            at = begin.end();
            var end = end(text, begin.group(1));
            if (end.find(at)) {
                var block = block(begin.group(1), text.substring(at, end.start()));
                if (block != null) {
                    blocks.add(block);
                    at = end.end();
                }
            }
        }
        return blocks;
    }

    private static Matcher end(String text, String type) {
        return Pattern.compile("(?m)^-----END " + Pattern.quote(type) + "-----[ \\t\\r]*$")
                .matcher(text);
    }

    private static @Nullable PemBlocks block(String type, String body) {
        boolean headers = false;
        var content = new StringBuilder();
        for (var line : body.lines().toList()) {
            if (content.isEmpty() && line.indexOf(':') >= 0) {
                headers = true;
            } else {
                content.append(line.strip());
            }
        }
        try {
            return new PemBlocks(type, headers, Base64.getDecoder().decode(content.toString()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
