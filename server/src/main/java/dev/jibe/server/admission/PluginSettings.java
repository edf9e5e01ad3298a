package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.server.admission.optional.EventRates;
import dev.jibe.server.admission.optional.ImagePolicy;
import dev.jibe.server.admission.security.PodSecuritySettings;
import dev.jibe.server.configuration.AdmissionConfiguration;
import dev.jibe.server.configuration.ConfigurationException;
import dev.jibe.server.configuration.ConfigurationFile;
import dev.jibe.server.webhook.RemoteService;
import dev.jibe.server.webhook.WebhookCredentials;
import dev.jibe.server.webhook.WebhookException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What a configuration says to each plugin, in the form in which that wants it. */
record PluginSettings(AdmissionConfiguration config) {

    private static final String API_SERVER = "apiserver.config.k8s.io/";
    private static final String SECURITY = "pod-security.admission.config.k8s.io/";
    private static final Set<String> LIMIT_TYPES = Set.of("Server", "Namespace", "User", "SourceAndObject");
    private static final int REMEMBERED = 4096;

    PodSecuritySettings podSecurity() {
        var told = config.of(
                "PodSecurity",
                "PodSecurityConfiguration",
                List.of(SECURITY + "v1", SECURITY + "v1beta1", SECURITY + "v1alpha1"));
        return named("PodSecurity", () -> PodSecuritySettings.of(told));
    }

    private interface Reading<T> {
        T read();
    }

    private static <T> T named(String plugin, Reading<T> reading) {
        try {
            return reading.read();
        } catch (ConfigurationException e) {
            throw new ConfigurationException(plugin + ": " + e.getMessage(), e);
        }
    }

    /** What may only be used where a quota covers it. */
    List<JsonMap> limitedResources() {
        var plugin = "ResourceQuota";
        var kind = config.of(plugin).string("kind");
        var older = "resourcequota.admission.k8s.io/";
        var told = kind.equals("Configuration")
                ? config.of(plugin, kind, List.of(older + "v1", older + "v1beta1", older + "v1alpha1"))
                : config.of(plugin, "ResourceQuotaConfiguration", List.of(API_SERVER + "v1"));
        return named(plugin, () -> {
            ConfigurationFile.onlyHas(told, "", Set.of("limitedResources"));
            var limited = told.list("limitedResources").maps().toList();
            for (int i = 0; i < limited.size(); i++) {
                var at = "limitedResources[" + i + "]";
                ConfigurationFile.onlyHas(
                        limited.get(i), at, Set.of("apiGroup", "resource", "matchContains", "matchScopes"));
                ConfigurationFile.need(limited.get(i), at, "resource");
            }
            return limited;
        });
    }

    /** Who the API server is to the webhooks of a plugin. */
    WebhookCredentials webhooks(String plugin) {
        var kind = config.of(plugin).string("kind");
        var told = kind.equals("WebhookAdmission")
                ? config.of(plugin, kind, List.of(API_SERVER + "v1alpha1"))
                : config.of(plugin, "WebhookAdmissionConfiguration", List.of(API_SERVER + "v1"));
        return named(plugin, () -> {
            ConfigurationFile.onlyHas(told, "", Set.of("kubeConfigFile"));
            var file = told.string("kubeConfigFile");
            if (file.isEmpty()) {
                return WebhookCredentials.NONE;
            }
            if (!file.startsWith("/")) {
                throw new ConfigurationException(
                        "kubeConfigFile: Invalid value: \"" + file + "\": must be an absolute file path");
            }
            try {
                return WebhookCredentials.of(Path.of(file));
            } catch (WebhookException e) {
                throw new ConfigurationException("kubeConfigFile: " + file + ": " + e.getMessage(), e);
            }
        });
    }

    List<EventRates.Limit> eventRates() {
        var told = config.of("EventRateLimit", "Configuration", List.of("eventratelimit.admission.k8s.io/v1alpha1"));
        return named("EventRateLimit", () -> {
            var limits = new ArrayList<EventRates.Limit>();
            var listed = told.list("limits").maps().toList();
            if (listed.isEmpty()) {
                throw new ConfigurationException("limits: Invalid value: null: must not be empty");
            }
            for (int i = 0; i < listed.size(); i++) {
                limits.add(limit(listed.get(i), "limits[" + i + "]."));
            }
            return List.copyOf(limits);
        });
    }

    private static EventRates.Limit limit(JsonMap limit, String at) {
        var type = limit.string("type");
        if (!LIMIT_TYPES.contains(type)) {
            throw new ConfigurationException(at + "type: Unsupported value: \"" + type
                    + "\": supported values: \"Namespace\", \"Server\", \"SourceAndObject\", \"User\"");
        }
        for (var key : List.of("burst", "qps")) {
            if (limit.number(key) <= 0) {
                throw new ConfigurationException(
                        at + key + ": Invalid value: " + limit.number(key) + ": must be positive");
            }
        }
        long size = limit.number("cacheSize");
        if (size < 0) {
            throw new ConfigurationException(at + "cacheSize: Invalid value: " + size + ": must not be negative");
        }
        return new EventRates.Limit(
                type, limit.number("qps"), limit.number("burst"), size == 0 ? REMEMBERED : (int) size);
    }

    /** The tolerations of the cluster: {@code default} and {@code whitelist}. */
    JsonMap tolerations() {
        return config.of(
                "PodTolerationRestriction",
                "Configuration",
                List.of("podtolerationrestriction.admission.k8s.io/v1alpha1"));
    }

    Map<String, String> nodeSelectors() {
        var selectors = new HashMap<String, String>();
        config.of("PodNodeSelector")
                .map("podNodeSelectorPluginConfig")
                .strings()
                .forEach(selectors::put);
        return selectors;
    }

    ImagePolicy imagePolicy(Function<Path, RemoteService> services, Clock clock) {
        var plugin = "ImagePolicyWebhook";
        if (config.of(plugin).isEmpty()) {
            throw new ConfigurationException(plugin + ": no config specified");
        }
        var told = config.of(plugin).map("imagePolicy");
        return named(plugin, () -> {
            var settings = new ImagePolicy.Settings(
                    duration(told, "allowTTL", Duration.ofSeconds(1), Duration.ofMinutes(5)),
                    duration(told, "denyTTL", Duration.ofSeconds(1), Duration.ofSeconds(30)),
                    duration(told, "retryBackoff", Duration.ofMillis(1), Duration.ofMillis(500)),
                    told.bool("defaultAllow"));
            try {
                var file = ConfigurationFile.need(told, "imagePolicy", "kubeConfigFile");
                return new ImagePolicy(services.apply(Path.of(file)), settings, clock);
            } catch (WebhookException e) {
                throw new ConfigurationException("kubeConfigFile: " + e.getMessage(), e);
            }
        });
    }

    /** Nothing means the usual one, and -1 none at all. */
    private static Duration duration(JsonMap told, String key, Duration unit, Duration usual) {
        long value = told.number(key);
        if (value == 0) {
            return usual;
        }
        var most = key.equals("retryBackoff") ? Duration.ofMinutes(5) : Duration.ofMinutes(30);
        if (value < -1 || value > most.dividedBy(unit)) {
            throw new ConfigurationException(
                    key + ": valid value is between " + unit.toMillis() + "ms and " + most.toMinutes() + "m");
        }
        return unit.multipliedBy(Math.max(value, 0));
    }
}
