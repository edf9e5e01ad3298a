package dev.jibe.server.registry.ownership;

import dev.jibe.object.typing.GoFormat;
import dev.jibe.server.request.ApiRequest;

/**
 * Who a write's fields belong to.
 *
 * @param manager the name; empty if nobody is to be noted
 * @param subresource that was written to; empty for the main resource
 */
public record Writer(String manager, String subresource, boolean tracked) {

    /** The server's own write: it leaves what is written about the fields as it is. */
    public static final Writer NONE = new Writer("", "", false);

    private static final int MAX_BYTES = 128;

    public static Writer of(String manager, String subresource) {
        return new Writer(manager, subresource, true);
    }

    /** The one whom the query names; else the program that the request comes from. */
    public static Writer of(ApiRequest request, String subresource) {
        var manager = request.query().get("fieldManager");
        return of(manager.isEmpty() ? program(request.headers().get("user-agent", "")) : manager, subresource);
    }

    /** What stands before the first slash, as far as it can be printed and is not too long. */
    private static String program(String userAgent) {
        int slash = userAgent.indexOf('/');
        var name = slash < 0 ? userAgent : userAgent.substring(0, slash);
        var kept = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < name.length(); ) {
            int character = name.codePointAt(i);
            i += Character.charCount(character);
            if (!GoFormat.isPrintable(character)) {
                continue;
            }
            bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (bytes > MAX_BYTES) {
                break;
            }
            kept.appendCodePoint(character);
        }
        return kept.toString();
    }
}
