package dev.jibe.server.configuration;

import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.AnonymousAccess;
import dev.jibe.server.cel.CompileException;
import dev.jibe.server.cel.Decl;
import dev.jibe.server.cel.Environment;
import dev.jibe.server.cel.Limits;
import dev.jibe.server.cel.Program;
import dev.jibe.server.configuration.JwtIssuer.ClaimRule;
import dev.jibe.server.configuration.JwtIssuer.Extra;
import dev.jibe.server.configuration.JwtIssuer.Mapping;
import dev.jibe.server.configuration.JwtIssuer.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may come in by tokens of others, and without any.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration">Using
 * Authentication Configuration</a>.
 */
public record AuthenticationConfiguration(List<JwtIssuer> issuers, Optional<AnonymousAccess> anonymous) {

    private static final Decl CLAIMS = new Decl.MapOf(Decl.DYN, Limits.MAX_REQUEST_BYTES);

    /** Nobody comes in by tokens of others. */
    public static final AuthenticationConfiguration NONE = new AuthenticationConfiguration(List.of(), Optional.empty());

    /**
     * Reads a configuration.
     *
     * @throws ConfigurationException if it cannot be used
     */
    public static AuthenticationConfiguration parse(byte[] yaml) {
        return of(ConfigurationFile.parse(yaml, "AuthenticationConfiguration"), JwtIssuer.ALGORITHMS);
    }

    /**
     * The same from the tree of a configuration.
     *
     * @param algorithms by which tokens may be signed
     */
    public static AuthenticationConfiguration of(JsonMap config, Set<String> algorithms) {
        ConfigurationFile.onlyHas(config, "", Set.of("apiVersion", "kind", "jwt", "anonymous"));
        var issuers = new ArrayList<JwtIssuer>();
        var urls = new HashSet<String>();
        for (int i = 0; i < config.list("jwt").size(); i++) {
            var issuer = issuer(config.list("jwt").map(i), "jwt[" + i + "]", algorithms);
            if (!urls.add(issuer.url())) {
                throw new ConfigurationException("jwt[" + i + "].issuer.url: \"" + issuer.url() + "\" comes twice");
            }
            issuers.add(issuer);
        }
        return new AuthenticationConfiguration(
                issuers, config.has("anonymous") ? Optional.of(anonymous(config.map("anonymous"))) : Optional.empty());
    }

    private static AnonymousAccess anonymous(JsonMap config) {
        ConfigurationFile.onlyHas(config, "anonymous", Set.of("enabled", "conditions"));
        var paths = new ArrayList<String>();
        for (int i = 0; i < config.list("conditions").size(); i++) {
            paths.add(ConfigurationFile.need(
                    config.list("conditions").map(i), "anonymous.conditions[" + i + "]", "path"));
        }
        if (!config.bool("enabled") && !paths.isEmpty()) {
            throw new ConfigurationException("anonymous.conditions: must not be set when enabled is false");
        }
        return new AnonymousAccess(config.bool("enabled"), paths);
    }

    private static JwtIssuer issuer(JsonMap jwt, String at, Set<String> algorithms) {
        ConfigurationFile.onlyHas(
                jwt, at, Set.of("issuer", "claimValidationRules", "claimMappings", "userValidationRules"));
        var issuer = jwt.map("issuer");
        var here = at + ".issuer";
        var url = ConfigurationFile.need(issuer, here, "url");
        for (var each : List.of(url, issuer.string("discoveryURL"))) {
            if (!each.isEmpty() && !each.startsWith("https://")) {
                throw new ConfigurationException(here + ": \"" + each + "\": URL scheme must be https");
            }
        }
        var audiences = issuer.list("audiences").strings().toList();
        if (audiences.isEmpty()) {
            throw new ConfigurationException(here + ".audiences: at least one is required");
        }
        if (audiences.size() > 1 && !issuer.string("audienceMatchPolicy").equals("MatchAny")) {
            throw new ConfigurationException(
                    here + ".audienceMatchPolicy: must be MatchAny if there are several audiences");
        }
        var expressions = new Expressions();
        var mappings = jwt.map("claimMappings");
        var where = at + ".claimMappings";
        if (!mappings.has("username")) {
            throw new ConfigurationException(where + ".username: claim or expression is required");
        }
        return new JwtIssuer(
                url,
                issuer.string("discoveryURL"),
                algorithms,
                issuer.string("certificateAuthority"),
                audiences,
                claimRules(jwt, at, expressions),
                mapping(mappings.map("username"), where + ".username", expressions, true),
                optional(mappings, "groups", where, expressions, true),
                optional(mappings, "uid", where, expressions, false),
                extra(mappings, where, expressions),
                userRules(jwt, at, expressions));
    }

    private static Optional<Mapping> optional(
            JsonMap mappings, String key, String at, Expressions expressions, boolean prefixed) {
        return mappings.map(key).isEmpty()
                ? Optional.empty()
                : Optional.of(mapping(mappings.map(key), at + "." + key, expressions, prefixed));
    }

    private static Mapping mapping(JsonMap mapping, String at, Expressions expressions, boolean prefixed) {
        var claim = mapping.string("claim");
        var expression = mapping.string("expression");
        if (claim.isEmpty() == expression.isEmpty()) {
            throw new ConfigurationException(at + ": exactly one of claim and expression is required");
        }
        if (!expression.isEmpty()) {
            return new Mapping.Expression(expressions.ofClaims(expression, at + ".expression"));
        }
        if (prefixed && !mapping.has("prefix")) {
            throw new ConfigurationException(
                    at + ".prefix: is required when claim is set; it can be set to \"\" to have none");
        }
        return new Mapping.Claim(claim, mapping.string("prefix"));
    }

    private static List<ClaimRule> claimRules(JsonMap jwt, String at, Expressions expressions) {
        var rules = new ArrayList<ClaimRule>();
        for (int i = 0; i < jwt.list("claimValidationRules").size(); i++) {
            var rule = jwt.list("claimValidationRules").map(i);
            var here = at + ".claimValidationRules[" + i + "]";
            var expression = rule.string("expression");
            if (rule.string("claim").isEmpty() == expression.isEmpty()) {
                throw new ConfigurationException(here + ": exactly one of claim and expression is required");
            }
            rules.add(
                    expression.isEmpty()
                            ? new ClaimRule.Required(rule.string("claim"), rule.string("requiredValue"))
                            : new ClaimRule.Expression(new Rule(
                                    expression,
                                    expressions.ofClaims(expression, here + ".expression"),
                                    rule.string("message"))));
        }
        return rules;
    }

    private static List<Extra> extra(JsonMap mappings, String at, Expressions expressions) {
        var extra = new ArrayList<Extra>();
        for (int i = 0; i < mappings.list("extra").size(); i++) {
            var each = mappings.list("extra").map(i);
            var here = at + ".extra[" + i + "]";
            var key = ConfigurationFile.need(each, here, "key");
            int slash = key.indexOf('/');
            if (slash <= 0 || !key.equals(key.toLowerCase(java.util.Locale.ROOT))) {
                throw new ConfigurationException(
                        here + ".key: must be a domain-prefixed path in lower case, such as example.org/foo");
            }
            var expression = ConfigurationFile.need(each, here, "valueExpression");
            extra.add(new Extra(key, expressions.ofClaims(expression, here + ".valueExpression")));
        }
        return extra;
    }

    private static List<Rule> userRules(JsonMap jwt, String at, Expressions expressions) {
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < jwt.list("userValidationRules").size(); i++) {
            var rule = jwt.list("userValidationRules").map(i);
            var here = at + ".userValidationRules[" + i + "]";
            var expression = ConfigurationFile.need(rule, here, "expression");
            rules.add(
                    new Rule(expression, expressions.ofUser(expression, here + ".expression"), rule.string("message")));
        }
        return rules;
    }

    /** Compiles expressions; what that needs is not loaded before there is one. */
    private static final class Expressions {

        Program ofClaims(String expression, String at) {
            return compile(expression, at, Map.of("claims", CLAIMS));
        }

        Program ofUser(String expression, String at) {
            return compile(expression, at, Map.of("user", Decl.DYN));
        }

        private static Program compile(String expression, String at, Map<String, Decl> variables) {
            try {
                return new Environment(variables, Set.of()).compile(expression);
            } catch (CompileException e) {
                throw new ConfigurationException(at + ": " + e.getMessage(), e);
            }
        }
    }
}
