package dev.jibe.wire.http;

import dev.jibe.wire.WireException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A request target in its parts: what stands between method and version in a request line. */
public record Target(String path, String rawPath, String rawQuery) {

    public static Target parse(String target) throws WireException {
        String origin = target;
        if (!target.startsWith("/")) {
            origin = withoutAuthority(target);
        }
        int question = origin.indexOf('?');
        String rawPath = question < 0 ? origin : origin.substring(0, question);
        return new Target(decode(rawPath), rawPath, question < 0 ? "" : origin.substring(question + 1));
    }

    /** The absolute form ({@code http://host/path}), which proxies send; and {@code *}, which OPTIONS may carry. */
    private static String withoutAuthority(String target) throws WireException {
        if (target.equals("*")) {
            return "/*";
        }
        int scheme = target.indexOf("://");
        if (scheme < 0) {
            throw new WireException("bad request target");
        }
        int slash = target.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : target.substring(slash);
    }

    /** Resolves the percent escapes of a path. */
    static String decode(String raw) throws WireException {
        int first = raw.indexOf('%');
        if (first < 0) {
            return raw;
        }
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
                int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
                if (low < 0) {
                    throw new WireException("bad percent escape in the path");
                }
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                bytes[length++] = bytes[i];
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new WireException("the path is not UTF-8", e);
        }
    }
}
