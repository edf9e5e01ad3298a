package dev.jibe.server.configuration;

import dev.jibe.object.JsonMap;
import dev.jibe.server.cel.CompileException;
import dev.jibe.server.cel.Decl;
import dev.jibe.server.cel.Environment;
import dev.jibe.server.cel.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who decides what users may do, in this order.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/#using-configuration-file-for-authorization">Configuring
 * the API Server using an Authorization Config File</a>.
 */
public record AuthorizationConfiguration(List<Mode> modes) {

    /** The versions of reviews that a service may be sent. */
    public static final List<String> REVIEWS = List.of("v1", "v1beta1");

    /** How long a service's permission holds if nobody says otherwise. */
    public static final Duration AUTHORIZED = Duration.ofMinutes(5);

    /** How long its refusal holds. */
    public static final Duration UNAUTHORIZED = Duration.ofSeconds(30);

    /** How long it may take at the most. */
    public static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

    /** One way to decide. */
    public sealed interface Mode {
        record Node() implements Mode {}

        record Rbac() implements Mode {}

        record AlwaysAllow() implements Mode {}

        record AlwaysDeny() implements Mode {}

        /**
         * A service that is asked.
         *
         * @param version of the reviews that it is sent
         * @param denies whether a question is denied that it does not answer; else the next one is asked
         * @param conditions that a request has to meet for the service to be asked
         */
        record Webhook(
                String name,
                String kubeconfig,
                String version,
                Duration timeout,
                Duration authorizedLife,
                Duration unauthorizedLife,
                boolean denies,
                List<Program> conditions)
                implements Mode {}
    }

    /** Node and RBAC. */
    public static final AuthorizationConfiguration DEFAULT =
            new AuthorizationConfiguration(List.of(new Mode.Node(), new Mode.Rbac()));

    /**
     * Reads a configuration.
     *
     * @throws ConfigurationException if it cannot be used
     */
    public static AuthorizationConfiguration parse(byte[] yaml) {
        var config = ConfigurationFile.parse(yaml, "AuthorizationConfiguration");
        ConfigurationFile.onlyHas(config, "", Set.of("apiVersion", "kind", "authorizers"));
        var modes = new ArrayList<Mode>();
        var seen = new HashSet<String>();
        var authorizers = config.list("authorizers");
        for (int i = 0; i < authorizers.size(); i++) {
            var at = "authorizers[" + i + "]";
            var authorizer = authorizers.map(i);
            ConfigurationFile.onlyHas(authorizer, at, Set.of("type", "name", "webhook"));
            var name = ConfigurationFile.need(authorizer, at, "name");
            var type = ConfigurationFile.need(authorizer, at, "type");
            if (!seen.add(name) || (!type.equals("Webhook") && !seen.add("type " + type))) {
                throw new ConfigurationException(at + ": \"" + name + "\" of type " + type + " comes twice");
            }
            modes.add(mode(type, name, authorizer, at));
        }
        if (modes.isEmpty()) {
            throw new ConfigurationException("authorizers: at least one authorization mode must be defined");
        }
        return new AuthorizationConfiguration(modes);
    }

    private static Mode mode(String type, String name, JsonMap authorizer, String at) {
        return switch (type) {
            case "Node" -> new Mode.Node();
            case "RBAC" -> new Mode.Rbac();
            case "AlwaysAllow" -> new Mode.AlwaysAllow();
            case "AlwaysDeny" -> new Mode.AlwaysDeny();
            case "Webhook" -> webhook(name, authorizer.map("webhook"), at + ".webhook");
            default ->
                throw new ConfigurationException(
                        at + ".type: \"" + type + "\" is not one of AlwaysAllow, AlwaysDeny, Node, RBAC, Webhook");
        };
    }

    private static Mode webhook(String name, JsonMap webhook, String at) {
        var timeout = ConfigurationFile.duration(webhook, at, "timeout", Duration.ZERO);
        if (timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new ConfigurationException(at + ".timeout: must be set, and at most 30s");
        }
        var version = webhook.string("subjectAccessReviewVersion");
        if (!REVIEWS.contains(version)) {
            throw new ConfigurationException(at + ".subjectAccessReviewVersion: must be v1 or v1beta1");
        }
        var policy = ConfigurationFile.need(webhook, at, "failurePolicy");
        if (!policy.equals("Deny") && !policy.equals("NoOpinion")) {
            throw new ConfigurationException(at + ".failurePolicy: must be NoOpinion or Deny");
        }
        var connection = webhook.map("connectionInfo");
        if (!connection.string("type").equals("KubeConfigFile")) {
            throw new ConfigurationException(at + ".connectionInfo.type: must be KubeConfigFile");
        }
        var conditions = new ArrayList<Program>();
        for (int i = 0; i < webhook.list("matchConditions").size(); i++) {
            var here = at + ".matchConditions[" + i + "]";
            var expression =
                    ConfigurationFile.need(webhook.list("matchConditions").map(i), here, "expression");
            try {
                conditions.add(
                        new Environment(Map.of("request", Decl.DYN), Set.of()).compile(expression, Decl.Kind.BOOL));
            } catch (CompileException e) {
                throw new ConfigurationException(here + ".expression: " + e.getMessage(), e);
            }
        }
        return new Mode.Webhook(
                name,
                ConfigurationFile.need(connection, at + ".connectionInfo", "kubeConfigFile"),
                version,
                timeout,
                ConfigurationFile.duration(webhook, at, "authorizedTTL", AUTHORIZED),
                ConfigurationFile.duration(webhook, at, "unauthorizedTTL", UNAUTHORIZED),
                policy.equals("Deny"),
                conditions);
    }
}
