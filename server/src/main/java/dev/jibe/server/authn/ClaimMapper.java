package dev.jibe.server.authn;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.server.cel.Budget;
import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.Decl;
import dev.jibe.server.cel.Limits;
import dev.jibe.server.cel.OverBudget;
import dev.jibe.server.cel.Program;
import dev.jibe.server.cel.Wrapping;
import dev.jibe.server.configuration.JwtIssuer;
import dev.jibe.server.configuration.JwtIssuer.Mapping;
import dev.jibe.server.configuration.JwtIssuer.Rule;
import dev.jibe.server.review.Users;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes users of claims, as an issuer's configuration says. */
record ClaimMapper(JwtIssuer issuer) {

    private static final Decl CLAIMS = new Decl.MapOf(Decl.DYN, Limits.MAX_REQUEST_BYTES);

    /**
     * The user whom the claims are about.
     *
     * @throws ClaimException if they are about nobody
     */
    User user(JsonMap claims) {
        var name = username(claims);
        if (name.isEmpty()) {
            throw new ClaimException("oidc: the username is empty");
        }
        var groups = issuer.groups().map(mapping -> many(mapping, claims)).orElse(List.of());
        var uid = issuer.uid().map(mapping -> one(mapping, claims, "uid")).orElse("");
        Map<String, List<String>> extra = new LinkedHashMap<>();
        for (var each : issuer.extra()) {
            var values = strings(run(each.program(), "claims", claims));
            if (!values.isEmpty()) {
                extra.put(each.key(), values);
            }
        }
        if (!claims.string("jti").isEmpty()) {
            extra.putIfAbsent("authentication.kubernetes.io/credential-id", List.of("JTI=" + claims.string("jti")));
        }
        var user = new User(name, uid, groups, extra);
        for (var rule : issuer.userRules()) {
            var why = wrong(rule, "user", Users.write(user));
            if (!why.isEmpty()) {
                throw new ClaimException(why);
            }
        }
        return user;
    }

    private String username(JsonMap claims) {
        if (issuer.username() instanceof Mapping.Claim claim && claim.name().equals("email")) {
            if (claims.has("email_verified") && !claims.bool("email_verified")) {
                throw new ClaimException("oidc: email not verified");
            }
        }
        return one(issuer.username(), claims, "username");
    }

    private static String one(Mapping mapping, JsonMap claims, String what) {
        return switch (mapping) {
            case Mapping.Claim claim -> {
                if (!(claims.get(claim.name()) instanceof String value)) {
                    throw new ClaimException(
                            "oidc: parse " + what + " claims \"" + claim.name() + "\": claim not present or no string");
                }
                yield claim.prefix() + value;
            }
            case Mapping.Expression expression -> {
                if (!(run(expression.program(), "claims", claims) instanceof String value)) {
                    throw new ClaimException("oidc: error evaluating " + what + " claim expression: not a string");
                }
                yield value;
            }
        };
    }

    private static List<String> many(Mapping mapping, JsonMap claims) {
        return switch (mapping) {
            case Mapping.Claim claim ->
                strings(Objects.requireNonNullElse(claims.get(claim.name()), Null.NULL)).stream()
                        .map(value -> claim.prefix() + value)
                        .toList();
            case Mapping.Expression expression -> strings(run(expression.program(), "claims", claims));
        };
    }

    /** A string or a list of strings; nothing if it is null or empty. */
    private static List<String> strings(Object value) {
        return switch (value) {
            case String string -> string.isEmpty() ? List.of() : List.of(string);
            case JsonList list -> list.strings().toList();
            case List<?> list -> list.stream().map(String::valueOf).toList();
            default -> List.of();
        };
    }

    /** Why a rule about claims is not met; empty if it is. */
    String wrong(Rule rule, JsonMap claims) {
        return wrong(rule, "claims", claims);
    }

    private static String wrong(Rule rule, String variable, JsonMap value) {
        if (run(rule.program(), variable, value).equals(true)) {
            return "";
        }
        var message = rule.message().isEmpty() ? "validation expression '" + rule.text() + "' failed" : rule.message();
        return "oidc: error evaluating " + (variable.equals("user") ? "user info" : "claim")
                + " validation expression: " + message;
    }

    private static Object run(Program program, String variable, JsonMap value) {
        try {
            var decl = variable.equals("claims") ? CLAIMS : Decl.DYN;
            return program.run(
                    name -> name.equals(variable) ? Wrapping.wrap(value, decl) : null, new Budget(Limits.RULE));
        } catch (CelFailure e) {
            throw new ClaimException("oidc: error evaluating claim expression: " + e.getMessage());
        } catch (OverBudget e) {
            throw new ClaimException("oidc: error evaluating claim expression: it costs too much");
        }
    }
}
