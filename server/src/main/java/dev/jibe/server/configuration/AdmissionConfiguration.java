package dev.jibe.server.configuration;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What admission plugins are told, by their names.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/">kube-apiserver Admission (v1)</a>.
 */
public record AdmissionConfiguration(Map<String, JsonMap> plugins) {

    /** Nothing. */
    public static final AdmissionConfiguration NONE = new AdmissionConfiguration(Map.of());

    private static final List<String> VERSIONS =
            List.of("apiserver.config.k8s.io/v1", "apiserver.config.k8s.io/v1alpha1", "apiserver.k8s.io/v1alpha1");

    /** Plugins whose own files, from before there were others, may stand in place of this one. */
    private static final Map<String, String> FORMER =
            Map.of("imagePolicy", "ImagePolicyWebhook", "podNodeSelectorPluginConfig", "PodNodeSelector");

    /**
     * Reads a configuration, and the files that it names.
     *
     * @throws ConfigurationException if one cannot be used
     */
    public static AdmissionConfiguration read(Path file) throws IOException {
        var config = object(Files.readAllBytes(file), "");
        if (!config.has("apiVersion") || !config.has("kind")) {
            return former(config);
        }
        ConfigurationFile.onlyHas(config, "", Set.of("apiVersion", "kind", "plugins"));
        if (!config.string("kind").equals("AdmissionConfiguration")) {
            throw new ConfigurationException("kind: must be AdmissionConfiguration");
        }
        if (!VERSIONS.contains(config.string("apiVersion"))) {
            throw new ConfigurationException("apiVersion: must be " + VERSIONS.getFirst());
        }
        var plugins = new LinkedHashMap<String, JsonMap>();
        var listed = config.list("plugins");
        for (int i = 0; i < listed.size(); i++) {
            var at = "plugins[" + i + "]";
            var plugin = listed.map(i);
            ConfigurationFile.onlyHas(plugin, at, Set.of("name", "path", "configuration"));
            // Of two of one name the first counts.
            plugins.putIfAbsent(ConfigurationFile.need(plugin, at, "name"), told(plugin, file, at));
        }
        return new AdmissionConfiguration(Map.copyOf(plugins));
    }

    private static JsonMap told(JsonMap plugin, Path file, String at) throws IOException {
        if (plugin.get("configuration") instanceof JsonMap own) {
            return own;
        }
        var path = plugin.string("path");
        if (path.isEmpty()) {
            return JsonMap.EMPTY;
        }
        try {
            return object(Files.readAllBytes(file.toAbsolutePath().resolveSibling(path)), at + ".path: ");
        } catch (IOException e) {
            throw new ConfigurationException(at + ".path: cannot read " + path, e);
        }
    }

    private static JsonMap object(byte[] yaml, String at) {
        try {
            if (Yaml.parse(yaml) instanceof JsonMap map) {
                return map;
            }
        } catch (MalformedException e) {
            throw new ConfigurationException(at + e.getMessage(), e);
        }
        throw new ConfigurationException(at + "it is not an object");
    }

    private static AdmissionConfiguration former(JsonMap config) {
        var plugins = new LinkedHashMap<String, JsonMap>();
        FORMER.forEach((key, plugin) -> {
            if (config.has(key)) {
                plugins.put(plugin, config);
            }
        });
        if (plugins.isEmpty()) {
            throw new ConfigurationException("kind: must be AdmissionConfiguration");
        }
        return new AdmissionConfiguration(Map.copyOf(plugins));
    }

    /** What a plugin is told; empty if that is nothing. */
    public JsonMap of(String plugin) {
        return plugins.getOrDefault(plugin, JsonMap.EMPTY);
    }

    /**
     * The same, of a kind in one of these versions.
     *
     * @throws ConfigurationException if it is of another
     */
    public JsonMap of(String plugin, String kind, List<String> versions) {
        var told = of(plugin);
        if (told.isEmpty()) {
            return told;
        }
        if (!told.string("kind").equals(kind) || !versions.contains(told.string("apiVersion"))) {
            throw new ConfigurationException(plugin + ": must be a " + kind + " of " + String.join(", ", versions)
                    + ", but is \"" + told.string("kind") + "\" of \"" + told.string("apiVersion") + "\"");
        }
        return told.without("kind").without("apiVersion");
    }
}
