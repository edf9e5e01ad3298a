package dev.jibe.jibe;

import static dev.jibe.jibe.Arguments.value;

import dev.jibe.server.authn.ServiceAccountTokens;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.apache.commons.cli.Option;

/** The options about tokens of service accounts, by upstream's names. */
final class AccountOptions {

    private static final String USUAL_ISSUER = "https://kubernetes.default.svc.cluster.local";
    private static final Duration LEAST = Duration.ofHours(1);
    private static final Duration MOST = Duration.ofSeconds(1L << 32);

    private static final Option ISSUER = value(
            "service-account-issuer",
            "URL",
            "who issues tokens of service accounts; others that are known may follow (default: " + USUAL_ISSUER + ")");
    private static final Option AUDIENCES =
            value("api-audiences", "NAMES", "what the API server is known as (default: the issuers)");
    private static final Option KEYS = value(
            "service-account-jwks-uri", "URL", "where keys are found that verify tokens (default: at this server)");
    private static final Option LONGEST = value(
            "service-account-max-token-expiration",
            "TIME",
            "how long tokens hold at the most (default: what is asked)");
    private static final Option EXTENDED = Arguments.bool(
            "service-account-extend-token-expiration", "whether tokens of pods hold for a year after a late renewal");

    static final List<Option> ALL = List.of(ISSUER, AUDIENCES, KEYS, LONGEST, EXTENDED);

    private AccountOptions() {}

    static ServiceAccountTokens.Policy policy(Arguments arguments) {
        var given = arguments.values(ISSUER);
        check(given);
        var issuers = given.isEmpty() ? List.of(USUAL_ISSUER) : given;
        var audiences = arguments.values(AUDIENCES).stream()
                .flatMap(each -> Arrays.stream(each.split(",", -1)))
                .toList();
        var keys = arguments.text(KEYS).orElse("");
        if (!keys.isEmpty() && !keys.startsWith("https://")) {
            throw new UsageException("service-account-jwks-uri requires https scheme, parsed as: " + keys);
        }
        var longest = arguments.duration(LONGEST, Duration.ZERO);
        if (!longest.isZero() && (longest.compareTo(LEAST) < 0 || longest.compareTo(MOST) > 0)) {
            throw new UsageException(
                    "the service-account-max-token-expiration must be between 1 hour and 2^32 seconds");
        }
        return new ServiceAccountTokens.Policy(
                issuers, audiences.isEmpty() ? issuers : audiences, keys, longest, arguments.truth(EXTENDED, true));
    }

    private static void check(List<String> issuers) {
        var seen = new HashSet<String>();
        for (var issuer : issuers) {
            if (issuer.isEmpty()) {
                throw new UsageException("service-account-issuer should not be an empty string");
            }
            if (!seen.add(issuer)) {
                throw new UsageException("service-account-issuer \"" + issuer + "\" is already specified");
            }
            try {
                if (issuer.contains(":")) {
                    URI.create(issuer);
                }
            } catch (IllegalArgumentException e) {
                throw new UsageException(
                        "service-account-issuer \"" + issuer + "\" contained a ':' but was not a valid URL: "
                                + e.getMessage(),
                        e);
            }
        }
    }
}
