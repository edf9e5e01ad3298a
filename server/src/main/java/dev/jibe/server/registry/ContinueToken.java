package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.server.request.ApiException;
import java.util.Base64;

/**
 * Where a list in pages goes on; opaque to clients.
 *
 * @param revision the state that all pages show
 * @param afterKey the last key of the page before
 */
record ContinueToken(long revision, String afterKey) {

    String encode() {
        var json = Json.write(JsonMap.of("v", "meta.k8s.io/v1", "rv", revision, "start", afterKey + "\u0000"));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    static ContinueToken decode(String token) {
        try {
            var json = Json.parseMap(Base64.getUrlDecoder().decode(token));
            if (!json.string("v").equals("meta.k8s.io/v1")) {
                throw ApiException.badRequest(
                        "continue key is not valid: server does not recognize this encoded version \""
                                + json.string("v") + "\"");
            }
            var start = json.string("start");
            if (json.number("rv") == 0 || start.isEmpty()) {
                throw ApiException.badRequest(
                        "continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
            }
            return new ContinueToken(
                    json.number("rv"), start.endsWith("\u0000") ? start.substring(0, start.length() - 1) : start);
        } catch (IllegalArgumentException | MalformedException e) {
            throw ApiException.badRequest("continue key is not valid: " + e.getMessage());
        }
    }
}
