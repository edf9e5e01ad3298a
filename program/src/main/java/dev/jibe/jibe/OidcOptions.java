package dev.jibe.jibe;

import static dev.jibe.jibe.Arguments.value;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.configuration.AuthenticationConfiguration;
import dev.jibe.server.configuration.ConfigurationException;
import dev.jibe.server.configuration.JwtIssuer;
import dev.jibe.server.request.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.Option;

/**
 * The options that name one OpenID Connect issuer, by upstream's names: what a file can say of many.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#configuring-the-api-server">Configuring the API
 * Server</a>.
 */
final class OidcOptions {

    private static final String WITHOUT_PREFIX = "-";
    private static final String USERNAME = "sub";
    private static final String ALGORITHM = "RS256";

    private static final Option ISSUER =
            value("oidc-issuer-url", "URL", "an OpenID Connect issuer whose tokens are known");
    private static final Option CLIENT = value("oidc-client-id", "ID", "for whom its tokens have to be meant");
    private static final Option AUTHORITY =
            value("oidc-ca-file", "F", "who has signed its certificate (default: whom the machine trusts)");
    private static final Option USERNAME_CLAIM =
            value("oidc-username-claim", "CLAIM", "the claim that is the user's name (default: " + USERNAME + ")");
    private static final Option USERNAME_PREFIX = value(
            "oidc-username-prefix",
            "TEXT",
            "before the name; - is nothing (default: the issuer and #, nothing before an email)");
    private static final Option GROUPS_CLAIM = value("oidc-groups-claim", "CLAIM", "the claim that names groups");
    private static final Option GROUPS_PREFIX = value("oidc-groups-prefix", "TEXT", "before each group");
    private static final Option ALGORITHMS =
            value("oidc-signing-algs", "NAMES", "by which its tokens may be signed (default: " + ALGORITHM + ")");
    private static final Option REQUIRED =
            value("oidc-required-claim", "KEY=VALUE", "a claim that its tokens have to have; may be given again");

    static final List<Option> ALL = List.of(
            ISSUER,
            CLIENT,
            AUTHORITY,
            USERNAME_CLAIM,
            USERNAME_PREFIX,
            GROUPS_CLAIM,
            GROUPS_PREFIX,
            ALGORITHMS,
            REQUIRED);

    private OidcOptions() {}

    static boolean areGiven(Arguments arguments) {
        return ALL.stream().anyMatch(arguments::has);
    }

    static AuthenticationConfiguration issuers(Arguments arguments) {
        if (!areGiven(arguments)) {
            return AuthenticationConfiguration.NONE;
        }
        var url = arguments.text(ISSUER).orElse("");
        var client = arguments.text(CLIENT).orElse("");
        if (url.isEmpty() || client.isEmpty()) {
            throw new UsageException(
                    "oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set");
        }
        var issuer = JsonMap.of("url", url, "audiences", JsonList.of(client));
        var authority = arguments.file(AUTHORITY).map(file -> arguments.content(AUTHORITY, file));
        if (authority.isPresent()) {
            issuer = issuer.with("certificateAuthority", new String(authority.get(), StandardCharsets.UTF_8));
        }
        var jwt = JsonMap.of(
                "issuer",
                issuer,
                "claimMappings",
                mappings(arguments, url),
                "claimValidationRules",
                JsonList.copyOf(arguments.values(REQUIRED).stream()
                        .map(OidcOptions::rule)
                        .toList()));
        try {
            return AuthenticationConfiguration.of(JsonMap.of("jwt", JsonList.of(jwt)), algorithms(arguments));
        } catch (ConfigurationException e) {
            throw new UsageException("--oidc-*: invalid authentication configuration: " + e.getMessage(), e);
        }
    }

    private static JsonMap mappings(Arguments arguments, String url) {
        var claim = arguments.text(USERNAME_CLAIM).orElse(USERNAME);
        var given = arguments.text(USERNAME_PREFIX).orElse("");
        var prefix = given.isEmpty() && !claim.equals("email") ? url + "#" : given;
        var mappings = JsonMap.of(
                "username", JsonMap.of("claim", claim, "prefix", prefix.equals(WITHOUT_PREFIX) ? "" : prefix));
        var groups = arguments.text(GROUPS_CLAIM).orElse("");
        return groups.isEmpty()
                ? mappings
                : mappings.with(
                        "groups",
                        JsonMap.of(
                                "claim",
                                groups,
                                "prefix",
                                arguments.text(GROUPS_PREFIX).orElse("")));
    }

    private static JsonMap rule(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            throw new UsageException("--oidc-required-claim: '" + pair + "': malformed pair, expect string=string");
        }
        return JsonMap.of(
                "claim",
                pair.substring(0, equals).strip(),
                "requiredValue",
                pair.substring(equals + 1).strip());
    }

    private static Set<String> algorithms(Arguments arguments) {
        var names = arguments.names(ALGORITHMS);
        names.stream()
                .sorted(Comparator.naturalOrder())
                .filter(name -> !JwtIssuer.ALGORITHMS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new UsageException("--oidc-signing-algs: oidc: unsupported signing alg: "
                            + FieldError.quoted(name) + "; known are "
                            + JwtIssuer.ALGORITHMS.stream().sorted().toList());
                });
        return names.isEmpty() ? Set.of(ALGORITHM) : names;
    }
}
