package dev.jibe.server.openapi;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;

/** How relying parties verify service account tokens. */
final class OpenId {

    private OpenId() {}

    static JsonMap configuration(String issuer, String keys) {
        return JsonMap.of(
                "issuer", issuer,
                "jwks_uri", keys,
                "response_types_supported", JsonList.of("id_token"),
                "subject_types_supported", JsonList.of("public"),
                "id_token_signing_alg_values_supported", JsonList.of("RS256"));
    }
}
