package dev.jibe.jibe;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the API server, by upstream's names. */
final class ServerOptions {

    @Option(
            names = "--authentication-config",
            paramLabel = "F",
            description = "AuthenticationConfiguration: issuers of tokens, anonymous requests")
    private @Nullable Path authentication;

    @Option(
            names = "--authentication-token-webhook-config-file",
            paramLabel = "F",
            description = "kubeconfig of a service that knows tokens")
    private @Nullable Path tokenWebhook;

    @Option(
            names = "--anonymous-auth",
            arity = "0..1",
            fallbackValue = "true",
            description = "whether anonymous requests are let in (default: ${DEFAULT-VALUE})")
    private boolean anonymous = true;

    @Option(names = "--enable-bootstrap-token-auth", description = "know the tokens by which nodes join")
    private boolean bootstrapTokens;

    @Option(
            names = "--authorization-config",
            paramLabel = "F",
            description = "AuthorizationConfiguration: who decides, in which order")
    private @Nullable Path authorization;

    @Option(names = "--audit-policy-file", paramLabel = "F", description = "what is noted in the audit log")
    private @Nullable Path auditPolicy;

    @Option(names = "--audit-log-path", paramLabel = "F", description = "the audit log; - is the standard output")
    private @Nullable Path auditLog;

    @Option(
            names = "--audit-log-maxsize",
            paramLabel = "MB",
            description = "after which the audit log is put aside (default: ${DEFAULT-VALUE})")
    private int auditMegabytes = 100;

    @Option(
            names = "--audit-log-maxbackup",
            paramLabel = "N",
            description = "how many old ones are kept (default: all)")
    private int auditFiles;

    @Option(names = "--audit-log-maxage", paramLabel = "DAYS", description = "how long they are kept (default: ever)")
    private int auditDays;

    @Option(
            names = "--audit-webhook-config-file",
            paramLabel = "F",
            description = "kubeconfig of a service that is sent audit events")
    private @Nullable Path auditWebhook;

    @Option(
            names = "--enable-admission-plugins",
            paramLabel = "NAMES",
            split = ",",
            description = "admission plugins that must be on; those that upstream has on by default are")
    private List<String> enabledPlugins = List.of();

    @Option(
            names = "--disable-admission-plugins",
            paramLabel = "NAMES",
            split = ",",
            description = "admission plugins that are left out")
    private List<String> disabledPlugins = List.of();

    ServerSettings settings() {
        return new ServerSettings(
                Optional.ofNullable(authentication),
                Optional.ofNullable(tokenWebhook),
                anonymous,
                bootstrapTokens,
                Optional.ofNullable(authorization),
                new ServerSettings.Audit(
                        Optional.ofNullable(auditPolicy),
                        Optional.ofNullable(auditLog),
                        auditMegabytes,
                        auditFiles,
                        auditDays,
                        Optional.ofNullable(auditWebhook)),
                Set.copyOf(enabledPlugins),
                Set.copyOf(disabledPlugins));
    }
}
