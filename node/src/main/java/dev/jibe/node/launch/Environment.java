package dev.jibe.node.launch;

import dev.jibe.node.api.ClusterApi;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.EnvFromSource;
import dev.jibe.object.api.v1.EnvVar;
import dev.jibe.object.api.v1.EnvVarSource;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The environment variables of a container, in the order in which they were defined. */
final class Environment {
    private final ClusterApi api;
    private final Pod pod;
    private final DownwardApi downward;

    Environment(ClusterApi api, DownwardApi downward) {
        this.api = api;
        this.pod = downward.pod();
        this.downward = downward;
    }

    Map<String, String> of(Container container) {
        Map<String, String> services =
                pod.spec().hasEnableServiceLinks() && !pod.spec().enableServiceLinks()
                        ? Map.of()
                        : ServiceVariables.of(api.services(pod.namespace()));
        var own = new LinkedHashMap<String, String>();
        for (EnvFromSource source : container.envFrom()) {
            own.putAll(imported(source));
        }
        for (EnvVar variable : container.env()) {
            var known = new LinkedHashMap<>(services);
            known.putAll(own);
            if (variable.hasValueFrom()) {
                value(variable.valueFrom(), container).ifPresent(value -> own.put(variable.name(), value));
            } else {
                own.put(variable.name(), Expansion.of(variable.value(), known));
            }
        }
        var all = new LinkedHashMap<>(services);
        all.putAll(own);
        return all;
    }

    private Map<String, String> imported(EnvFromSource source) {
        var variables = new LinkedHashMap<String, String>();
        if (source.hasConfigMapRef()) {
            configMap(source.configMapRef().name(), source.configMapRef().optional())
                    .ifPresent(map -> map.data().forEach((key, value) -> variables.put(source.prefix() + key, value)));
        } else if (source.hasSecretRef()) {
            secret(source.secretRef().name(), source.secretRef().optional())
                    .ifPresent(secret -> secret.tree()
                            .map("data")
                            .strings()
                            .forEach((key, value) -> variables.put(source.prefix() + key, decode(value))));
        }
        return variables;
    }

    private Optional<ConfigMap> configMap(String name, boolean optional) {
        Optional<ConfigMap> found = api.configMap(pod.namespace(), name);
        if (found.isEmpty() && !optional) {
            throw LaunchFailure.config("configmap \"" + name + "\" not found");
        }
        return found;
    }

    private Optional<Secret> secret(String name, boolean optional) {
        Optional<Secret> found = api.secret(pod.namespace(), name);
        if (found.isEmpty() && !optional) {
            throw LaunchFailure.config("secret \"" + name + "\" not found");
        }
        return found;
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private Optional<String> value(EnvVarSource source, Container container) {
        if (source.hasFieldRef()) {
            return Optional.of(downward.field(source.fieldRef().fieldPath()));
        }
        if (source.hasResourceFieldRef()) {
            return Optional.of(downward.resource(source.resourceFieldRef(), container));
        }
        if (source.hasConfigMapKeyRef()) {
            var reference = source.configMapKeyRef();
            return keyed(
                    configMap(reference.name(), reference.optional()).map(ConfigMap::data),
                    reference.key(),
                    reference.optional(),
                    "ConfigMap " + pod.namespace() + "/" + reference.name());
        }
        if (source.hasSecretKeyRef()) {
            var reference = source.secretKeyRef();
            return keyed(
                            secret(reference.name(), reference.optional())
                                    .map(secret -> secret.tree().map("data").strings()),
                            reference.key(),
                            reference.optional(),
                            "Secret " + pod.namespace() + "/" + reference.name())
                    .map(Environment::decode);
        }
        throw LaunchFailure.config("this source of an environment variable is not supported");
    }

    private static Optional<String> keyed(
            Optional<Map<String, String>> data, String key, boolean optional, String where) {
        Optional<String> value = data.flatMap(map -> Optional.ofNullable(map.get(key)));
        if (value.isEmpty() && !optional) {
            throw LaunchFailure.config("couldn't find key " + key + " in " + where);
        }
        return value;
    }
}
