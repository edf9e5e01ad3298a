package dev.jibe.server.openapi;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.ServiceAccountTokens;
import java.net.URI;

/**
 * How relying parties verify service account tokens.
 *
 * @param isServed whether the issuer is what OpenID Connect wants: an https URL without query and fragment
 */
record OpenId(String issuer, String keys, boolean isServed) {

    static OpenId of(ServiceAccountTokens.Policy policy, String advertised) {
        var keys = policy.keys().isEmpty() ? "https://" + advertised + "/openid/v1/jwks" : policy.keys();
        return new OpenId(policy.issuer(), keys, isUrl(policy.issuer()));
    }

    private static boolean isUrl(String issuer) {
        try {
            var url = URI.create(issuer);
            return "https".equals(url.getScheme()) && url.getRawQuery() == null && url.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    JsonMap configuration() {
        return JsonMap.of(
                "issuer", issuer,
                "jwks_uri", keys,
                "response_types_supported", JsonList.of("id_token"),
                "subject_types_supported", JsonList.of("public"),
                "id_token_signing_alg_values_supported", JsonList.of("RS256"));
    }
}
