package dev.jibe.server.authn;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signs and verifies the JSON web tokens of service accounts.
 *
 * <p>RS256, as upstream's controller manager and every OpenID Connect client know it.
 */
public final class TokenSigner {

    private final RSASSASigner signer;
    private final JWSVerifier verifier;
    private final RSAKey publicKey;

    /** Tokens whose signature was found good: looking at one again costs no arithmetic. */
    private final ConcurrentHashMap<String, JsonMap> verified = new ConcurrentHashMap<>();

    private static final int MAX_REMEMBERED = 4096;

    public TokenSigner(RSAPrivateCrtKey privateKey, RSAPublicKey publicKey) {
        try {
            var unnamed = new RSAKey.Builder(publicKey).build();
            this.publicKey = new RSAKey.Builder(publicKey)
                    .keyID(unnamed.computeThumbprint().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .build();
        } catch (JOSEException e) {
            throw new IllegalStateException("no thumbprint of the service account key", e);
        }
        this.signer = new RSASSASigner(privateKey);
        this.verifier = new RSASSAVerifier(publicKey);
    }

    String sign(JsonMap claims) {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(publicKey.getKeyID())
                .build();
        var token = new JWSObject(header, new Payload(Json.text(claims)));
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a service account token", e);
        }
        return token.serialize();
    }

    /** The claims, if the signature is ours. */
    Optional<JsonMap> verify(String text) {
        var known = verified.get(text);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            var token = JWSObject.parse(text);
            if (!token.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256) || !token.verify(verifier)) {
                return Optional.empty();
            }
            var claims = Json.parseMap(token.getPayload().toBytes());
            if (verified.size() >= MAX_REMEMBERED) {
                verified.clear();
            }
            verified.put(text, claims);
            return Optional.of(claims);
        } catch (ParseException | JOSEException | MalformedException e) {
            return Optional.empty();
        }
    }

    /** The public key as relying parties fetch it. */
    public JsonMap jwks() {
        JWK key = publicKey;
        return JsonMap.of("keys", JsonList.of(Json.parseMap(key.toPublicJWK().toJSONString())));
    }
}
