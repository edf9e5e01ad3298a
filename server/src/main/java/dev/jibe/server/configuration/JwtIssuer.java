package dev.jibe.server.configuration;

import dev.jibe.server.cel.Program;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An issuer of tokens, and how its claims become a user.
 *
 * @param discoveryUrl where its keys are described; the usual place if empty
 * @param algorithms by which its tokens may be signed
 * @param authorityPem whom to trust there; the machine's authorities if empty
 */
public record JwtIssuer(
        String url,
        String discoveryUrl,
        Set<String> algorithms,
        String authorityPem,
        List<String> audiences,
        List<ClaimRule> claimRules,
        Mapping username,
        Optional<Mapping> groups,
        Optional<Mapping> uid,
        List<Extra> extra,
        List<Rule> userRules) {

    /** All algorithms that are known. */
    public static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512");

    /** Where a value comes from. */
    public sealed interface Mapping {
        record Claim(String name, String prefix) implements Mapping {}

        record Expression(Program program) implements Mapping {}
    }

    /** What claims have to be. */
    public sealed interface ClaimRule {
        record Required(String claim, String value) implements ClaimRule {}

        record Expression(Rule rule) implements ClaimRule {}
    }

    /** An expression that has to be true, and what is said if it is not. */
    public record Rule(String text, Program program, String message) {}

    /** One more fact about the user. */
    public record Extra(String key, Program program) {}
}
