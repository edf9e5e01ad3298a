package dev.jibe.jibe;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.audit.AuditException;
import dev.jibe.server.audit.AuditLogFile;
import dev.jibe.server.audit.AuditMetrics;
import dev.jibe.server.audit.AuditPolicy;
import dev.jibe.server.audit.AuditSink;
import dev.jibe.server.audit.AuditWebhook;
import dev.jibe.server.audit.Auditor;
import dev.jibe.server.authn.AnonymousAccess;
import dev.jibe.server.authn.BootstrapTokens;
import dev.jibe.server.authn.CurrentTokens;
import dev.jibe.server.authn.JwtAuthenticator;
import dev.jibe.server.authn.ServiceAccountTokens;
import dev.jibe.server.authn.TokenAuthenticator;
import dev.jibe.server.authn.TokenChain;
import dev.jibe.server.authn.TokenWebhook;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.authz.AuthorizerChain;
import dev.jibe.server.authz.CurrentAuthorizer;
import dev.jibe.server.authz.FixedAuthorizer;
import dev.jibe.server.authz.NodeAuthorizer;
import dev.jibe.server.authz.RbacAuthorizer;
import dev.jibe.server.authz.WebhookAuthorizer;
import dev.jibe.server.bootstrap.RolePolicy;
import dev.jibe.server.configuration.AuthenticationConfiguration;
import dev.jibe.server.configuration.AuthorizationConfiguration;
import dev.jibe.server.configuration.AuthorizationConfiguration.Mode;
import dev.jibe.server.configuration.ConfigurationException;
import dev.jibe.server.configuration.FollowedFile;
import dev.jibe.server.tracing.OtlpExporter;
import dev.jibe.server.tracing.Tracer;
import dev.jibe.server.tracing.TracingConfiguration;
import dev.jibe.server.webhook.RemoteService;
import dev.jibe.server.webhook.WebhookException;
import dev.jibe.store.Store;
import dev.jibe.wire.http.client.HttpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Who comes in, who decides, and what is noted: made of the settings. A file that cannot be used ends the start. */
final class AccessControl {

    private final ServerSettings settings;
    private final Store<JsonMap> store;
    private final HttpClient http;
    private final Metrics metrics;
    private final Clock clock;
    private final List<Supplier<FollowedFile>> followed = new ArrayList<>();

    AccessControl(ServerSettings settings, Store<JsonMap> store, HttpClient http, Metrics metrics, Clock clock) {
        this.metrics = metrics;
        this.settings = settings;
        this.store = store;
        this.http = http;
        this.clock = clock;
    }

    /** Who comes in without a certificate. */
    record Entrance(TokenAuthenticator tokens, AnonymousAccess anonymous) {}

    /** @param server the identity of the server, for metrics */
    Entrance entrance(ServiceAccountTokens accounts, String server) {
        var first = new ArrayList<TokenAuthenticator>();
        first.add(accounts);
        if (settings.access().bootstrapTokens()) {
            first.add(new BootstrapTokens(store, clock));
        }
        var last = settings.access()
                .tokenService()
                .map(it -> new TokenWebhook(
                        service("--authentication-token-webhook-config-file", it.kubeconfig()),
                        it.version(),
                        accounts.policy().audiences(),
                        it.life(),
                        clock));
        Function<AuthenticationConfiguration, TokenChain> chain = config -> {
            var all = new ArrayList<>(first);
            config.issuers().forEach(issuer -> all.add(new JwtAuthenticator(issuer, http, clock)));
            last.ifPresent(all::add);
            return new TokenChain(all);
        };
        var content = settings.access().authentication().map(file -> content("--authentication-config", file));
        var config = content.isPresent()
                ? read(
                        "--authentication-config",
                        settings.access().authentication().get(),
                        AuthenticationConfiguration::parse)
                : settings.access().issuers();
        var tokens = new CurrentTokens(chain.apply(config));
        settings.access()
                .authentication()
                .ifPresent(file -> followed.add(() -> new FollowedFile(
                        file, content.orElseThrow(), "authentication", server, metrics, clock, changed -> {
                            var next = AuthenticationConfiguration.parse(changed);
                            if (!next.anonymous().equals(config.anonymous())) {
                                throw new ConfigurationException(
                                        "anonymous: Forbidden: changed from initial configuration file");
                            }
                            tokens.replace(chain.apply(next));
                        })));
        if (config.anonymous().isPresent() && settings.access().anonymous().isPresent()) {
            throw new UsageException("anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous field is"
                    + " configured in authentication configuration file");
        }
        var anonymous = config.anonymous()
                .orElse(
                        settings.access().anonymous().orElse(true)
                                ? AnonymousAccess.EVERYWHERE
                                : new AnonymousAccess(false, List.of()));
        return new Entrance(tokens, anonymous);
    }

    /** Begins to follow the files that are read again when they have changed. */
    List<AutoCloseable> follow() {
        return followed.stream().map(Supplier::get).<AutoCloseable>map(it -> it).toList();
    }

    /** @param server the identity of the server, for metrics */
    CurrentAuthorizer authorizers(RbacAuthorizer rbac, String server) {
        var option = "--authorization-config";
        var content = settings.access().authorization().map(file -> content(option, file));
        var config = content.isPresent()
                ? read(option, settings.access().authorization().get(), AuthorizationConfiguration::parse)
                : settings.access().modes();
        var current = new CurrentAuthorizer(chain(config, rbac));
        settings.access()
                .authorization()
                .ifPresent(file -> followed.add(() -> new FollowedFile(
                        file, content.orElseThrow(), "authorization", server, metrics, clock, changed -> {
                            try {
                                current.replace(chain(AuthorizationConfiguration.parse(changed), rbac));
                            } catch (UsageException e) {
                                throw new ConfigurationException(String.valueOf(e.getMessage()), e);
                            }
                        })));
        return current;
    }

    private static byte[] content(String option, Path file) {
        return read(option, file, Function.identity());
    }

    private AuthorizerChain chain(AuthorizationConfiguration config, RbacAuthorizer rbac) {
        var decisions = metrics.counter(
                "apiserver_authorization_decisions_total",
                "[ALPHA] Total number of terminal decisions made by an authorizer split by authorizer type, name, and"
                        + " decision.",
                "decision",
                "name",
                "type");
        var modes = config.modes();
        return new AuthorizerChain(
                modes.stream().map(mode -> authorizer(mode, rbac)).toList(),
                (index, verdict) -> decisions.increment(
                        verdict == Authorizer.Verdict.ALLOW ? "allowed" : "denied",
                        name(modes.get(index)),
                        type(modes.get(index))));
    }

    private static String type(Mode mode) {
        return switch (mode) {
            case Mode.Node ignored -> "Node";
            case Mode.Rbac ignored -> "RBAC";
            case Mode.AlwaysAllow ignored -> "AlwaysAllow";
            case Mode.AlwaysDeny ignored -> "AlwaysDeny";
            case Mode.Webhook ignored -> "Webhook";
        };
    }

    private static String name(Mode mode) {
        return mode instanceof Mode.Webhook webhook
                ? webhook.name()
                : type(mode).toLowerCase(java.util.Locale.ROOT);
    }

    private Authorizer authorizer(Mode mode, RbacAuthorizer rbac) {
        return switch (mode) {
            case Mode.Node ignored ->
                new NodeAuthorizer(store, RolePolicy.nodeRules(settings.apis().features()));
            case Mode.Rbac ignored -> rbac;
            case Mode.AlwaysAllow ignored -> FixedAuthorizer.ALLOWING;
            case Mode.AlwaysDeny ignored -> FixedAuthorizer.DENYING;
            case Mode.Webhook webhook ->
                new WebhookAuthorizer(webhook, service(serviceOption(), Path.of(webhook.kubeconfig())), clock);
        };
    }

    private String serviceOption() {
        return settings.access().authorization().isPresent()
                ? "--authorization-config"
                : "--authorization-webhook-config-file";
    }

    Optional<Auditor> auditor() {
        var audit = settings.noted().audit();
        var noted = new AuditMetrics(metrics);
        if (audit.policy().isEmpty()) {
            return Optional.empty();
        }
        var policy = read("--audit-policy-file", audit.policy().get(), AuditPolicy::parse);
        var sinks = new ArrayList<AuditSink>();
        audit.log().ifPresent(file -> sinks.add(log(audit, file)));
        audit.webhook()
                .map(file -> service("--audit-webhook-config-file", file))
                .ifPresent(service -> sinks.add(new AuditWebhook(service, AuditWebhook.Batches.DEFAULT, noted, clock)));
        return sinks.isEmpty() ? Optional.empty() : Optional.of(new Auditor(policy, sinks, noted, clock));
    }

    /** @param instance what distinguishes this server from others */
    Tracer tracer(String instance, RandomGenerator random) {
        return settings.noted()
                .tracing()
                .map(file -> read("--tracing-config-file", file, TracingConfiguration::parse))
                .map(config -> new Tracer(
                        config.perMillion(), random, clock, new OtlpExporter(config.collector(), instance, clock)))
                .orElse(Tracer.NONE);
    }

    private AuditSink log(ServerSettings.Audit audit, Path file) {
        if (file.toString().equals("-")) {
            return new AuditSink() {
                @Override
                public void write(JsonMap event) {
                    System.out.println(Json.text(event));
                }

                @Override
                public void close() {
                    // The standard output is everybody's.
                }
            };
        }
        var rotation = new AuditLogFile.Rotation(
                (long) audit.maxMegabytes() << 20, audit.maxFiles(), Duration.ofDays(audit.maxDays()));
        try {
            return new AuditLogFile(file, rotation, clock);
        } catch (AuditException e) {
            throw new UsageException("--audit-log-path: " + e.getMessage() + "; choose another file", e);
        }
    }

    static <T> T read(String option, Path file, Function<byte[], T> parser) {
        try {
            return parser.apply(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UsageException(option + ": cannot read " + file + "; name a file that is there", e);
        } catch (ConfigurationException | AuditException e) {
            throw new UsageException(
                    option + ": " + file + ": " + String.valueOf(e.getMessage()).replaceAll("\\s*\n[ |]*", " "), e);
        }
    }

    private RemoteService service(String option, Path file) {
        try {
            return RemoteService.of(file, http);
        } catch (WebhookException e) {
            throw new UsageException(option + ": the kubeconfig " + file + " cannot be used: " + e.getMessage(), e);
        }
    }
}
