package dev.jibe.jibe;

import static dev.jibe.jibe.Arguments.flag;
import static dev.jibe.jibe.Arguments.value;

import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.versions.RuntimeConfig;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;

/** The options of the API server, by upstream's names. */
final class ServerOptions {

    private static final Option AUTHENTICATION =
            value("authentication-config", "F", "AuthenticationConfiguration: issuers of tokens, anonymous requests");
    private static final Option TOKEN_WEBHOOK =
            value("authentication-token-webhook-config-file", "F", "kubeconfig of a service that knows tokens");
    private static final Option ANONYMOUS = Option.builder()
            .longOpt("anonymous-auth")
            .optionalArg(true)
            .numberOfArgs(1)
            .argName("BOOL")
            .desc("whether anonymous requests are let in (default: true)")
            .get();
    private static final Option BOOTSTRAP_TOKENS =
            flag("enable-bootstrap-token-auth", "know the tokens by which nodes join");
    private static final Option AUTHORIZATION =
            value("authorization-config", "F", "AuthorizationConfiguration: who decides, in which order");
    private static final Option AUDIT_POLICY = value("audit-policy-file", "F", "what is noted in the audit log");
    private static final Option AUDIT_LOG = value("audit-log-path", "F", "the audit log; - is the standard output");
    private static final Option AUDIT_MAX_SIZE = value(
            "audit-log-maxsize",
            "MB",
            "after which the audit log is put aside (default: " + ServerSettings.Audit.MEGABYTES + ")");
    private static final Option AUDIT_MAX_FILES =
            value("audit-log-maxbackup", "N", "how many old ones are kept (default: all)");
    private static final Option AUDIT_MAX_AGE =
            value("audit-log-maxage", "DAYS", "how long they are kept (default: ever)");
    private static final Option AUDIT_WEBHOOK =
            value("audit-webhook-config-file", "F", "kubeconfig of a service that is sent audit events");
    private static final Option TRACING = value(
            "tracing-config-file",
            "F",
            "TracingConfiguration: which requests are recorded, and the OpenTelemetry collector that is told");
    private static final Option ENABLED_PLUGINS = value(
            "enable-admission-plugins",
            "NAMES",
            "admission plugins to turn on besides those that upstream has on by default");
    private static final Option DISABLED_PLUGINS =
            value("disable-admission-plugins", "NAMES", "admission plugins that are left out");

    private static final Option ADMISSION =
            value("admission-control-config-file", "F", "AdmissionConfiguration: what admission plugins are told");

    private static final Option ENCRYPTION = value(
            "encryption-provider-config", "F", "EncryptionConfiguration: what the store encrypts, and by which keys");

    private static final Option ENCRYPTION_RELOAD = flag(
            "encryption-provider-config-automatic-reload",
            "read the EncryptionConfiguration again when it has changed");

    private static final Option FEATURE_GATES = value(
            "feature-gates",
            "PAIRS",
            "features to turn on or off, such as MaxUnavailableStatefulSet=true or AllAlpha=true");

    private static final Option RUNTIME_CONFIG = value(
            "runtime-config",
            "PAIRS",
            "versions to serve that are off by default, such as resource.k8s.io/v1beta2=true or api/beta=true");

    private static final Option RETIRED_APIS =
            flag("serve-retired-apis", "serve the versions that upstream has removed, such as extensions/v1beta1");

    private static final Option ADVERTISED = value(
            "advertise-address",
            "A",
            "the address under which nodes and pods reach the API server (default: the one that this machine speaks from)");

    static final List<Option> ALL = List.of(
            AUTHENTICATION,
            TOKEN_WEBHOOK,
            ANONYMOUS,
            BOOTSTRAP_TOKENS,
            AUTHORIZATION,
            AUDIT_POLICY,
            AUDIT_LOG,
            AUDIT_MAX_SIZE,
            AUDIT_MAX_FILES,
            AUDIT_MAX_AGE,
            AUDIT_WEBHOOK,
            TRACING,
            ENABLED_PLUGINS,
            DISABLED_PLUGINS,
            ADMISSION,
            ENCRYPTION,
            ENCRYPTION_RELOAD,
            FEATURE_GATES,
            RUNTIME_CONFIG,
            RETIRED_APIS,
            ADVERTISED);

    private ServerOptions() {}

    static ServerSettings settings(Arguments arguments) {
        return new ServerSettings(
                new ServerSettings.Access(
                        arguments.file(AUTHENTICATION),
                        arguments.file(TOKEN_WEBHOOK),
                        truth(ANONYMOUS, arguments.text(ANONYMOUS).orElse("true")),
                        arguments.has(BOOTSTRAP_TOKENS),
                        arguments.file(AUTHORIZATION)),
                new ServerSettings.Apis(features(arguments), runtimeConfig(arguments), arguments.has(RETIRED_APIS)),
                new ServerSettings.Plugins(
                        arguments.names(ENABLED_PLUGINS), arguments.names(DISABLED_PLUGINS), arguments.file(ADMISSION)),
                new ServerSettings.Audit(
                        arguments.file(AUDIT_POLICY),
                        arguments.file(AUDIT_LOG),
                        arguments.number(AUDIT_MAX_SIZE, ServerSettings.Audit.MEGABYTES),
                        arguments.number(AUDIT_MAX_FILES, 0),
                        arguments.number(AUDIT_MAX_AGE, 0),
                        arguments.file(AUDIT_WEBHOOK)),
                arguments.file(TRACING),
                encryption(arguments),
                EtcdOptions.settings(arguments),
                arguments.text(ADVERTISED).map(ServerOptions::reachable),
                arguments.all());
    }

    private static String reachable(String address) {
        if (!address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || address.startsWith("127.")) {
            throw new UsageException("--advertise-address: '" + address
                    + "' is no IPv4 address that pods can reach; name one of this machine's, such as 192.0.2.1");
        }
        return address;
    }

    private static Optional<ServerSettings.AtRest> encryption(Arguments arguments) {
        boolean reloads = arguments.has(ENCRYPTION_RELOAD);
        var file = arguments.file(ENCRYPTION);
        if (reloads && file.isEmpty()) {
            throw new UsageException(
                    "--encryption-provider-config-automatic-reload must be set with" + " --encryption-provider-config");
        }
        return file.map(each -> new ServerSettings.AtRest(each, reloads));
    }

    private static FeatureGates features(Arguments arguments) {
        try {
            return FeatureGates.parse(arguments.values(FEATURE_GATES));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + FEATURE_GATES.getLongOpt() + ": " + e.getMessage());
        }
    }

    private static RuntimeConfig runtimeConfig(Arguments arguments) {
        try {
            return RuntimeConfig.parse(arguments.names(RUNTIME_CONFIG));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + RUNTIME_CONFIG.getLongOpt() + ": " + e.getMessage());
        }
    }

    private static boolean truth(Option option, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new UsageException("--" + option.getLongOpt() + ": '" + text + "' is neither true nor false");
        };
    }
}
