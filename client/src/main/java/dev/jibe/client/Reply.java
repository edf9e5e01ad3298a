package dev.jibe.client;

import dev.jibe.object.JsonMap;
import java.util.List;

/** The answer to a call that succeeded: status code 2xx, the object, and the server's warnings. */
public record Reply(int code, JsonMap body, List<String> warnings) {

    public Reply {
        warnings = List.copyOf(warnings);
    }
}
