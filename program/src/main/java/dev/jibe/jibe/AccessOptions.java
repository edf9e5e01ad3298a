package dev.jibe.jibe;

import static dev.jibe.jibe.Arguments.flag;
import static dev.jibe.jibe.Arguments.value;

import dev.jibe.server.configuration.AuthorizationConfiguration;
import dev.jibe.server.configuration.AuthorizationConfiguration.Mode;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;

/** The options that say who comes in and who decides, by upstream's names. */
final class AccessOptions {

    private static final Duration TOKEN_LIFE = Duration.ofMinutes(2);

    /** Upstream's, which it has kept for the sake of old services. */
    private static final String REVIEWS = "v1beta1";

    private static final String WEBHOOK = "Webhook";

    private static final Option AUTHENTICATION =
            value("authentication-config", "F", "AuthenticationConfiguration: issuers of tokens, anonymous requests");
    private static final Option TOKEN_SERVICE =
            value("authentication-token-webhook-config-file", "F", "kubeconfig of a service that knows tokens");
    private static final Option TOKEN_VERSION = value(
            "authentication-token-webhook-version", "V", "of the reviews that it is sent (default: " + REVIEWS + ")");
    private static final Option TOKEN_CACHE =
            value("authentication-token-webhook-cache-ttl", "TIME", "how long its answers hold (default: 2m0s)");
    private static final Option ANONYMOUS = Arguments.bool("anonymous-auth", "whether anonymous requests are let in");
    private static final Option BOOTSTRAP_TOKENS =
            flag("enable-bootstrap-token-auth", "know the tokens by which nodes join");
    private static final Option AUTHORIZATION =
            value("authorization-config", "F", "AuthorizationConfiguration: who decides, in which order");
    private static final Option MODES = value(
            "authorization-mode",
            "NAMES",
            "who decides, in this order: Node, RBAC, Webhook, AlwaysAllow, AlwaysDeny (default: Node,RBAC)");
    private static final Option SERVICE =
            value("authorization-webhook-config-file", "F", "kubeconfig of the service that mode Webhook asks");
    private static final Option SERVICE_VERSION =
            value("authorization-webhook-version", "V", "of the reviews that it is sent (default: " + REVIEWS + ")");
    private static final Option ALLOWED = value(
            "authorization-webhook-cache-authorized-ttl", "TIME", "how long its permissions hold (default: 5m0s)");
    private static final Option DENIED =
            value("authorization-webhook-cache-unauthorized-ttl", "TIME", "how long its refusals hold (default: 30s)");

    private static final List<Option> OF_MODES = List.of(MODES, SERVICE, SERVICE_VERSION, ALLOWED, DENIED);

    static final List<Option> ALL = Stream.of(
                    List.of(
                            AUTHENTICATION,
                            TOKEN_SERVICE,
                            TOKEN_VERSION,
                            TOKEN_CACHE,
                            ANONYMOUS,
                            BOOTSTRAP_TOKENS,
                            AUTHORIZATION),
                    OF_MODES,
                    OidcOptions.ALL,
                    AccountOptions.ALL)
            .flatMap(List::stream)
            .toList();

    private AccessOptions() {}

    static ServerSettings.Access access(Arguments arguments) {
        if (arguments.has(AUTHENTICATION) && OidcOptions.areGiven(arguments)) {
            throw new UsageException("authentication-config file and oidc-* flags are mutually exclusive");
        }
        if (arguments.has(AUTHORIZATION) && OF_MODES.stream().anyMatch(arguments::has)) {
            throw new UsageException("--authorization-config can not be specified when --authorization-mode or"
                    + " --authorization-webhook-* flags are defined");
        }
        return new ServerSettings.Access(
                arguments.file(AUTHENTICATION),
                OidcOptions.issuers(arguments),
                arguments
                        .file(TOKEN_SERVICE)
                        .map(file -> new ServerSettings.TokenService(
                                file, version(TOKEN_VERSION, arguments), arguments.duration(TOKEN_CACHE, TOKEN_LIFE))),
                arguments.has(ANONYMOUS) ? Optional.of(arguments.truth(ANONYMOUS, true)) : Optional.empty(),
                arguments.has(BOOTSTRAP_TOKENS),
                AccountOptions.policy(arguments),
                arguments.file(AUTHORIZATION),
                modes(arguments));
    }

    private static String version(Option option, Arguments arguments) {
        var version = arguments.text(option).orElse(REVIEWS);
        if (!AuthorizationConfiguration.REVIEWS.contains(version)) {
            throw new UsageException(
                    "--" + option.getLongOpt() + ": '" + version + "' is no version of reviews; use v1 or v1beta1");
        }
        return version;
    }

    private static AuthorizationConfiguration modes(Arguments arguments) {
        var names = arguments.values(MODES).stream()
                .flatMap(each -> Arrays.stream(each.split(",", -1)))
                .toList();
        if (arguments.has(SERVICE) && !names.contains(WEBHOOK)) {
            throw new UsageException("cannot specify --authorization-webhook-config-file without mode Webhook");
        }
        if (names.isEmpty()) {
            return AuthorizationConfiguration.DEFAULT;
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw new UsageException("authorization-mode " + names + " has mode specified more than once");
        }
        return new AuthorizationConfiguration(
                names.stream().map(name -> mode(name, arguments)).toList());
    }

    private static Mode mode(String name, Arguments arguments) {
        return switch (name) {
            case "Node" -> new Mode.Node();
            case "RBAC" -> new Mode.Rbac();
            case "AlwaysAllow" -> new Mode.AlwaysAllow();
            case "AlwaysDeny" -> new Mode.AlwaysDeny();
            case WEBHOOK ->
                new Mode.Webhook(
                        "default",
                        arguments
                                .text(SERVICE)
                                .orElseThrow(() -> new UsageException(
                                        "authorization-mode Webhook's authorization config file not passed; name it with"
                                                + " --authorization-webhook-config-file")),
                        version(SERVICE_VERSION, arguments),
                        AuthorizationConfiguration.MAX_TIMEOUT,
                        arguments.duration(ALLOWED, AuthorizationConfiguration.AUTHORIZED),
                        arguments.duration(DENIED, AuthorizationConfiguration.UNAUTHORIZED),
                        false,
                        List.of());
            case "ABAC" -> throw new UsageException("--authorization-mode: ABAC is not there; use RBAC or Webhook");
            default -> throw new UsageException("authorization-mode \"" + name + "\" is not a valid mode");
        };
    }
}
