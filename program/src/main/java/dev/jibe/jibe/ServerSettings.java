package dev.jibe.jibe;

import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.versions.RuntimeConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an API server can be told about who comes in, who decides, what is served, and what is noted.
 *
 * @param tracing says which requests are recorded, and who is told; nobody if there is no file
 * @param encryption what the store encrypts; nothing if there is no file
 * @param etcd what keeps the objects; the data directory if there is none
 * @param advertised the address under which pods reach the server; found out if nobody says it
 * @param flags of the command line, for those who want to know what it was
 */
public record ServerSettings(
        Access access,
        Apis apis,
        Plugins plugins,
        Audit audit,
        Optional<Path> tracing,
        Optional<AtRest> encryption,
        Optional<EtcdSettings> etcd,
        Optional<String> advertised,
        Map<String, String> flags) {

    /** Upstream's: certificates and service accounts, Node and RBAC, and nothing is noted. */
    public static final ServerSettings DEFAULT = new ServerSettings(
            Access.DEFAULT,
            Apis.DEFAULT,
            Plugins.DEFAULT,
            Audit.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    /**
     * Who comes in, and may do what.
     *
     * @param anonymous whether requests of nobody in particular are let in, if no file says so
     * @param bootstrapTokens whether tokens by which nodes join are known
     */
    public record Access(
            Optional<Path> authentication,
            Optional<Path> tokenWebhook,
            boolean anonymous,
            boolean bootstrapTokens,
            Optional<Path> authorization) {
        static final Access DEFAULT = new Access(Optional.empty(), Optional.empty(), true, false, Optional.empty());
    }

    /**
     * Which parts of the API there are.
     *
     * @param versions which versions are served that upstream does not serve by default
     * @param retired whether versions are served that upstream has removed
     */
    public record Apis(FeatureGates features, RuntimeConfig versions, boolean retired) {
        static final Apis DEFAULT = new Apis(FeatureGates.DEFAULT, RuntimeConfig.USUAL, false);
    }

    /**
     * Admission plugins.
     *
     * @param enabled those that must be there
     * @param disabled those that are left out
     * @param configuration what they are told
     */
    public record Plugins(Set<String> enabled, Set<String> disabled, Optional<Path> configuration) {
        static final Plugins DEFAULT = new Plugins(Set.of(), Set.of(), Optional.empty());
    }

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
            Optional<Path> webhook) {
        /** After which a log is put aside. */
        static final int MEGABYTES = 100;

        static final Audit NONE = new Audit(Optional.empty(), Optional.empty(), 0, 0, 0, Optional.empty());
    }

    /**
     * Says what is encrypted.
     *
     * @param reloads whether the file is read again when it has changed
     */
    public record AtRest(Path file, boolean reloads) {}

    private ServerSettings with(Access others) {
        return new ServerSettings(others, apis, plugins, audit, tracing, encryption, etcd, advertised, flags);
    }

    /** The same, knowing the tokens by which nodes join. */
    ServerSettings withBootstrapTokens() {
        return with(
                new Access(access.authentication, access.tokenWebhook, access.anonymous, true, access.authorization));
    }

    /** The same with others who decide what users may do. */
    public ServerSettings withAuthorization(Path configuration) {
        return with(new Access(
                access.authentication,
                access.tokenWebhook,
                access.anonymous,
                access.bootstrapTokens,
                Optional.of(configuration)));
    }

    /** The same with these features and versions. */
    public ServerSettings with(FeatureGates features, RuntimeConfig versions) {
        var others = new Apis(features, versions, apis.retired);
        return new ServerSettings(access, others, plugins, audit, tracing, encryption, etcd, advertised, flags);
    }

    /** The same with these admission plugins besides the usual ones, and what they are told. */
    public ServerSettings withPlugins(Set<String> enabled, Path configuration) {
        var others = new Plugins(enabled, plugins.disabled, Optional.of(configuration));
        return new ServerSettings(access, apis, others, audit, tracing, encryption, etcd, advertised, flags);
    }

    /** The same with requests noted in a file. */
    public ServerSettings withAudit(Path policy, Path log) {
        var noted = new Audit(Optional.of(policy), Optional.of(log), Audit.MEGABYTES, 0, 0, Optional.empty());
        return new ServerSettings(access, apis, plugins, noted, tracing, encryption, etcd, advertised, flags);
    }

    /** The same with requests recorded as a file says. */
    public ServerSettings withTracing(Path configuration) {
        return new ServerSettings(
                access, apis, plugins, audit, Optional.of(configuration), encryption, etcd, advertised, flags);
    }
}
