package dev.jibe.server.authn;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.server.configuration.JwtIssuer;
import dev.jibe.server.configuration.JwtIssuer.ClaimRule;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.client.HttpClient;
import java.text.ParseException;
import java.util.List;

/**
 * Tokens of an OpenID Connect issuer.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens">OpenID Connect
 * Tokens</a>.
 */
public final class JwtAuthenticator implements TokenAuthenticator {

    private final JwtIssuer issuer;
    private final IssuerKeys keys;
    private final ClaimMapper mapper;
    private final Clock clock;

    public JwtAuthenticator(JwtIssuer issuer, HttpClient http, Clock clock) {
        this.issuer = issuer;
        this.keys = new IssuerKeys(issuer, http, clock);
        this.mapper = new ClaimMapper(issuer);
        this.clock = clock;
    }

    @Override
    public Outcome authenticate(String text, List<String> audiences) {
        try {
            var token = JWSObject.parse(text);
            var claims = Json.parseMap(token.getPayload().toBytes());
            if (!claims.string("iss").equals(issuer.url())) {
                return UNKNOWN;
            }
            if (!isSigned(token)) {
                return new Outcome.Refused("oidc: verify token: failed to verify signature");
            }
            var wrong = wrong(claims);
            if (!wrong.isEmpty()) {
                return new Outcome.Refused(wrong);
            }
            return new Outcome.Known(mapper.user(claims), audiences);
        } catch (ParseException | MalformedException e) {
            return UNKNOWN;
        } catch (JOSEException e) {
            return new Outcome.Refused("oidc: verify token: failed to verify signature: " + e.getMessage());
        } catch (WireException | ClaimException e) {
            return new Outcome.Refused(String.valueOf(e.getMessage()));
        }
    }

    private boolean isSigned(JWSObject token) throws JOSEException, WireException {
        if (!issuer.algorithms().contains(token.getHeader().getAlgorithm().getName())) {
            return false;
        }
        for (var key : keys.find(token.getHeader().getKeyID())) {
            if (isSigned(token, key)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSigned(JWSObject token, JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> token.verify(new RSASSAVerifier(rsa));
            case ECKey curve -> token.verify(new ECDSAVerifier(curve));
            default -> false;
        };
    }

    private String wrong(JsonMap claims) {
        long now = clock.now().getEpochSecond();
        if (!claims.has("exp") || now >= claims.number("exp")) {
            return "oidc: verify token: oidc: token is expired";
        }
        if (claims.number("nbf") > now + 300) {
            return "oidc: verify token: oidc: current time is before the nbf (not before) time";
        }
        boolean meant = claims.list("aud").strings().anyMatch(issuer.audiences()::contains)
                || issuer.audiences().contains(claims.string("aud"));
        if (!meant) {
            return "oidc: verify token: oidc: expected audience in " + issuer.audiences();
        }
        for (var rule : issuer.claimRules()) {
            var why = switch (rule) {
                case ClaimRule.Required required ->
                    claims.string(required.claim()).equals(required.value())
                            ? ""
                            : "oidc: required claim " + required.claim() + " not present or of another value";
                case ClaimRule.Expression expression -> mapper.wrong(expression.rule(), claims);
            };
            if (!why.isEmpty()) {
                return why;
            }
        }
        return "";
    }
}
