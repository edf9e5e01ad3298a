package dev.jibe.wire.http;

import dev.jibe.wire.WireException;

/** A request target in its parts: what stands between method and version in a request line. */
public record Target(String path, String rawPath, String rawQuery) {

    public static Target parse(String target) throws WireException {
        String origin = target;
        if (!target.startsWith("/")) {
            origin = withoutAuthority(target);
        }
        int question = origin.indexOf('?');
        String rawPath = question < 0 ? origin : origin.substring(0, question);
        return new Target(Percent.decode(rawPath), rawPath, question < 0 ? "" : origin.substring(question + 1));
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
}
