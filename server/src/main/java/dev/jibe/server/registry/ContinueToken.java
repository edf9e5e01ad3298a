package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.server.request.ApiException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Where a list in pages goes on; opaque to clients.
 *
 * @param revision the state that all pages show, or -1 for the newest one
 * @param afterKey the last key of the page before
 */
record ContinueToken(long revision, String afterKey) {

    /** Stands for the newest state: where the one of the pages before is gone. */
    private static final long ANY = -1;

    private static final String VERSION = "meta.k8s.io/v1";

    /** A token that goes on in the newest state. */
    ContinueToken inconsistent() {
        return new ContinueToken(ANY, afterKey);
    }

    boolean isInconsistent() {
        return revision == ANY;
    }

    String encode() {
        var json = Json.write(JsonMap.of("v", VERSION, "rv", revision, "start", afterKey + "\u0000"));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    static ContinueToken decode(String token) {
        int illegal = illegalByte(token);
        if (illegal >= 0) {
            throw invalid("illegal base64 data at input byte " + illegal);
        }
        JsonMap json;
        try {
            json = Json.parseMap(Base64.getUrlDecoder().decode(token));
        } catch (MalformedException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
        if (!json.string("v").equals(VERSION)) {
            throw invalid("server does not recognize this encoded version \"" + json.string("v") + "\"");
        }
        if (json.number("rv") == 0) {
            throw invalid("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
        }
        var start = json.string("start");
        if (start.isEmpty()) {
            throw invalid("encoded start key empty (version meta.k8s.io/v1)");
        }
        if (isRelative(start)) {
            throw invalid(start);
        }
        return new ContinueToken(
                json.number("rv"), start.endsWith("\u0000") ? start.substring(0, start.length() - 1) : start);
    }

    /** Whether the key, taken as a path, would lead out of what the list may show. */
    private static boolean isRelative(String key) {
        var steps = (key.startsWith("/") ? key.substring(1) : key).split("/", -1);
        return Arrays.stream(steps).anyMatch(step -> step.isEmpty() || step.equals(".") || step.equals(".."));
    }

    /** Where Go's decoder stops at text that is no base64 without padding; negative if it is. */
    private static int illegalByte(String token) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean legal =
                    c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            if (!legal) {
                return i;
            }
        }
        return token.length() % 4 == 1 ? token.length() - 1 : -1;
    }

    private static ApiException invalid(String why) {
        return ApiException.badRequest("invalid continue token: continue key is not valid: " + why);
    }
}
