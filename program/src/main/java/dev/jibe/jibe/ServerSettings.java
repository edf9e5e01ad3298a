package dev.jibe.jibe;

import dev.jibe.server.authn.ServiceAccountTokens;
import dev.jibe.server.configuration.AuthenticationConfiguration;
import dev.jibe.server.configuration.AuthorizationConfiguration;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.versions.RuntimeConfig;
import dev.jibe.wire.http.server.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an API server can be told: who comes in and who decides, what is served, what is noted, where it is kept, and how much
 * clients may ask at once.
 *
 * @param flags of the command line, for those who want to know what it was
 */
public record ServerSettings(
        Access access, Apis apis, Plugins plugins, Noted noted, Kept kept, Serving serving, Map<String, String> flags) {

    /** Upstream's: certificates and service accounts, Node and RBAC, and nothing is noted. */
    public static final ServerSettings DEFAULT = of();

    /**
     * What these flags of the command line come to, such as {@code --audit-policy-file=policy.yaml}.
     *
     * @throws UsageException if that is nothing that a server can be
     */
    public static ServerSettings of(String... flags) {
        return ServerOptions.parse(flags);
    }

    /**
     * Who comes in, and may do what.
     *
     * @param authentication the file that says whose tokens are known
     * @param issuers the same, if there is no file
     * @param anonymous whether requests of nobody in particular are let in; upstream's yes if nobody says it
     * @param bootstrapTokens whether tokens by which nodes join are known
     * @param accounts what is said in tokens of service accounts
     * @param authorization the file that says who decides
     * @param modes the same, if there is no file
     */
    public record Access(
            Optional<Path> authentication,
            AuthenticationConfiguration issuers,
            Optional<TokenService> tokenService,
            Optional<Boolean> anonymous,
            boolean bootstrapTokens,
            ServiceAccountTokens.Policy accounts,
            Optional<Path> authorization,
            AuthorizationConfiguration modes) {}

    /**
     * A service that knows tokens.
     *
     * @param version of the reviews that it is sent
     * @param life how long its answers hold
     */
    public record TokenService(Path kubeconfig, String version, Duration life) {}

    /**
     * Which parts of the API there are.
     *
     * @param versions which versions are served that upstream does not serve by default
     * @param retired whether versions are served that upstream has removed
     */
    public record Apis(FeatureGates features, RuntimeConfig versions, boolean retired) {}

    /**
     * Admission plugins.
     *
     * @param enabled those that must be there
     * @param disabled those that are left out
     * @param configuration what they are told
     */
    public record Plugins(Set<String> enabled, Set<String> disabled, Optional<Path> configuration) {}

    /**
     * What is told of requests.
     *
     * @param tracing says which requests are recorded, and who is told; nobody if there is no file
     */
    public record Noted(Audit audit, Optional<Path> tracing) {}

    /**
     * What is noted, and where.
     *
     * @param log a file, or {@code -} for the standard output
     */
    public record Audit(
            Optional<Path> policy,
            Optional<Path> log,
            int maxMegabytes,
            int maxFiles,
            int maxDays,
            Optional<Path> webhook) {}

    /**
     * Where objects are kept, and how.
     *
     * @param encryption what the store encrypts; nothing if there is no file
     * @param etcd what keeps the objects; the data directory if there is none
     * @param eventLife after which events are forgotten
     */
    public record Kept(Optional<AtRest> encryption, Optional<EtcdSettings> etcd, Duration eventLife) {}

    /**
     * Says what is encrypted.
     *
     * @param reloads whether the file is read again when it has changed
     */
    public record AtRest(Path file, boolean reloads) {}

    /**
     * How clients are served.
     *
     * @param advertised the address under which pods reach the server; found out if nobody says it
     * @param watchTime how long a watch lives at least if the client does not say
     * @param goawayChance of a request on HTTP/2 to be told to connect again
     * @param shutdownDelay how long the server goes on when it was told to end, so that others stop asking it
     */
    public record Serving(
            Optional<String> advertised,
            Limits limits,
            Seats seats,
            Duration watchTime,
            double goawayChance,
            Duration shutdownDelay) {}

    /**
     * How many requests are worked on at the same time.
     *
     * @param fair whether they share one sum by priority and fairness; else there are two plain limits
     */
    public record Seats(int reads, int writes, boolean fair) {}

    /** The same, knowing the tokens by which nodes join. */
    ServerSettings withBootstrapTokens() {
        var others = new Access(
                access.authentication,
                access.issuers,
                access.tokenService,
                access.anonymous,
                true,
                access.accounts,
                access.authorization,
                access.modes);
        return new ServerSettings(others, apis, plugins, noted, kept, serving, flags);
    }

    /** The same with these features and versions. */
    public ServerSettings with(FeatureGates features, RuntimeConfig versions) {
        var others = new Apis(features, versions, apis.retired);
        return new ServerSettings(access, others, plugins, noted, kept, serving, flags);
    }
}
