package dev.jibe.wire.http.server;

/** Which header fields of a response are the connection's own business, and not the handler's. */
final class ResponseHeaders {
    private ResponseHeaders() {}

    static boolean isHopByHop(String name) {
        return switch (name) {
            case "connection", "content-length", "transfer-encoding", "keep-alive", "upgrade", "proxy-connection" ->
                true;
            default -> false;
        };
    }

    /** Whether a response with the status can have a body. */
    static boolean hasBody(int status) {
        return status >= 200 && status != 204 && status != 304;
    }
}
