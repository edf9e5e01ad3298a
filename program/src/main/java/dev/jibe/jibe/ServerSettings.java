package dev.jibe.jibe;

import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.versions.RuntimeConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What an API server can be told about who comes in, who decides, and what is noted.
 *
 * @param anonymous whether requests of nobody in particular are let in, if no file says so
 * @param bootstrapTokens whether tokens by which nodes join are known
 * @param enabledPlugins admission plugins that must be there
 * @param tracing says which requests are recorded, and who is told; nobody if there is no file
 * @param disabledPlugins admission plugins that are left out
 * @param admission what admission plugins are told
 * @param encryption what the store encrypts; nothing if there is no file
 * @param features which features are on
 * @param runtimeConfig which versions are served that upstream does not serve by default
 * @param retiredApis whether versions are served that upstream has removed
 * @param etcd what keeps the objects; the data directory if there is none
 */
public record ServerSettings(
        Optional<Path> authentication,
        Optional<Path> tokenWebhook,
        boolean anonymous,
        boolean bootstrapTokens,
        Optional<Path> authorization,
        Audit audit,
        Optional<Path> tracing,
        Set<String> enabledPlugins,
        Set<String> disabledPlugins,
        Optional<Path> admission,
        Optional<AtRest> encryption,
        FeatureGates features,
        RuntimeConfig runtimeConfig,
        boolean retiredApis,
        Optional<EtcdSettings> etcd) {

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
        static final Audit NONE = new Audit(Optional.empty(), Optional.empty(), 0, 0, 0, Optional.empty());
    }

    /**
     * Says what is encrypted.
     *
     * @param reloads whether the file is read again when it has changed
     */
    public record AtRest(Path file, boolean reloads) {}

    /** The same, knowing the tokens by which nodes join. */
    ServerSettings withBootstrapTokens() {
        return new ServerSettings(
                authentication,
                tokenWebhook,
                anonymous,
                true,
                authorization,
                audit,
                tracing,
                enabledPlugins,
                disabledPlugins,
                admission,
                encryption,
                features,
                runtimeConfig,
                retiredApis,
                etcd);
    }

    /** The same with these features and versions. */
    public ServerSettings with(FeatureGates gates, RuntimeConfig versions) {
        return new ServerSettings(
                authentication,
                tokenWebhook,
                anonymous,
                bootstrapTokens,
                authorization,
                audit,
                tracing,
                enabledPlugins,
                disabledPlugins,
                admission,
                encryption,
                gates,
                versions,
                retiredApis,
                etcd);
    }

    /** The same with these admission plugins besides the usual ones, and what they are told. */
    public ServerSettings withPlugins(Set<String> enabled, Path configuration) {
        return new ServerSettings(
                authentication,
                tokenWebhook,
                anonymous,
                bootstrapTokens,
                authorization,
                audit,
                tracing,
                enabled,
                disabledPlugins,
                Optional.of(configuration),
                encryption,
                features,
                runtimeConfig,
                retiredApis,
                etcd);
    }

    /** The same with others who decide what users may do. */
    public ServerSettings withAuthorization(Path configuration) {
        return new ServerSettings(
                authentication,
                tokenWebhook,
                anonymous,
                bootstrapTokens,
                Optional.of(configuration),
                audit,
                enabledPlugins,
                disabledPlugins,
                admission,
                encryption,
                features,
                runtimeConfig,
                retiredApis,
                etcd);
    }

    /** The same with requests noted in a file. */
    public ServerSettings withAudit(Path policy, Path log) {
        var noted = new Audit(Optional.of(policy), Optional.of(log), 100, 0, 0, Optional.empty());
        return new ServerSettings(
                authentication,
                tokenWebhook,
                anonymous,
                bootstrapTokens,
                authorization,
                noted,
                enabledPlugins,
                disabledPlugins,
                admission,
                encryption,
                features,
                runtimeConfig,
                retiredApis,
                etcd);
    }

    /** Upstream's: certificates and service accounts, Node and RBAC, and nothing is noted. */
    public static final ServerSettings DEFAULT = new ServerSettings(
            Optional.empty(),
            Optional.empty(),
            true,
            false,
            Optional.empty(),
            Audit.NONE,
            Optional.empty(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            FeatureGates.DEFAULT,
            RuntimeConfig.USUAL,
            false,
            Optional.empty());
}
