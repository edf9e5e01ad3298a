package dev.jibe.server.webhook;

import dev.jibe.wire.WireException;
import java.util.concurrent.TimeoutException;

/** Why a webhook could not be asked, in the words that clients know from upstream. */
final class Wording {

    private Wording() {}

    static String of(WireException failure) {
        return failure.getCause() instanceof TimeoutException
                ? "context deadline exceeded"
                : String.valueOf(failure.getMessage());
    }

    static String of(int status, String body) {
        return switch (status) {
            case 401 -> "the server has asked for the client to provide credentials";
            case 403 -> body.isBlank() ? "forbidden" : "forbidden: " + body.strip();
            case 404 -> "the server could not find the requested resource";
            case 405 -> "the server does not allow this method on the requested resource";
            default ->
                status >= 500
                        ? "an error on the server (\"" + (body.isBlank() ? "unknown" : body.strip())
                                + "\") has prevented the request from succeeding"
                        : "the server rejected our request for an unknown reason";
        };
    }
}
