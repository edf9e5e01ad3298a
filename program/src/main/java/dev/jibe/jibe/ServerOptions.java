package dev.jibe.jibe;

import static dev.jibe.jibe.Arguments.flag;
import static dev.jibe.jibe.Arguments.value;

import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.versions.RuntimeConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** The options of the API server, by upstream's names. */
final class ServerOptions {

    private static final int AUDIT_MEGABYTES = 100;

    private static final Option AUDIT_POLICY = value("audit-policy-file", "F", "what is noted in the audit log");
    private static final Option AUDIT_LOG = value("audit-log-path", "F", "the audit log; - is the standard output");
    private static final Option AUDIT_MAX_SIZE = value(
            "audit-log-maxsize", "MB", "after which the audit log is put aside (default: " + AUDIT_MEGABYTES + ")");
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

    private static final Option EVENT_LIFE =
            value("event-ttl", "TIME", "after which events are forgotten (default: 1h0m0s)");

    static final List<Option> ALL = Stream.of(
                    List.of(
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
                            EVENT_LIFE),
                    AccessOptions.ALL,
                    ServingOptions.ALL,
                    EtcdOptions.ALL)
            .flatMap(List::stream)
            .toList();

    private ServerOptions() {}

    static ServerSettings parse(String... flags) {
        var options = new Options();
        ALL.forEach(options::addOption);
        try {
            return settings(Arguments.parse(options, flags));
        } catch (ParseException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    static ServerSettings settings(Arguments arguments) {
        return new ServerSettings(
                AccessOptions.access(arguments),
                new ServerSettings.Apis(features(arguments), runtimeConfig(arguments), arguments.has(RETIRED_APIS)),
                new ServerSettings.Plugins(
                        arguments.names(ENABLED_PLUGINS), arguments.names(DISABLED_PLUGINS), arguments.file(ADMISSION)),
                new ServerSettings.Noted(audit(arguments), arguments.file(TRACING)),
                new ServerSettings.Kept(
                        encryption(arguments),
                        EtcdOptions.settings(arguments),
                        arguments.span(EVENT_LIFE, Duration.ofHours(1))),
                ServingOptions.serving(arguments),
                arguments.all());
    }

    private static ServerSettings.Audit audit(Arguments arguments) {
        return new ServerSettings.Audit(
                arguments.file(AUDIT_POLICY),
                arguments.file(AUDIT_LOG),
                arguments.number(AUDIT_MAX_SIZE, AUDIT_MEGABYTES),
                arguments.number(AUDIT_MAX_FILES, 0),
                arguments.number(AUDIT_MAX_AGE, 0),
                arguments.file(AUDIT_WEBHOOK));
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
}
