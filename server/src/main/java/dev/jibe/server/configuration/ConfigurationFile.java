package dev.jibe.server.configuration;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.protobuf.GoDuration;
import dev.jibe.object.yaml.Yaml;
import java.time.Duration;
import java.util.Set;

/** The parts that all configuration files have in common. */
public final class ConfigurationFile {

    private static final String GROUP = "apiserver.config.k8s.io/";

    private ConfigurationFile() {}

    /** The object in the file, if it is of the kind, in one of the versions that are there. */
    public static JsonMap parse(byte[] yaml, String kind) {
        try {
            if (!(Yaml.parse(yaml) instanceof JsonMap config)) {
                throw new ConfigurationException("it is not an object");
            }
            var version = config.string("apiVersion");
            if (!config.string("kind").equals(kind)) {
                throw new ConfigurationException("kind: must be " + kind);
            }
            if (!version.equals(GROUP + "v1") && !version.equals(GROUP + "v1beta1")) {
                throw new ConfigurationException("apiVersion: must be " + GROUP + "v1");
            }
            return config;
        } catch (MalformedException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Refuses what nobody would look at. */
    public static void onlyHas(JsonMap object, String at, Set<String> known) {
        object.forEach((key, value) -> {
            if (!known.contains(key)) {
                throw new ConfigurationException(join(at, key) + ": unknown field");
            }
        });
    }

    public static String need(JsonMap object, String at, String key) {
        var value = object.string(key);
        if (value.isEmpty()) {
            throw new ConfigurationException(join(at, key) + ": is required");
        }
        return value;
    }

    static String join(String at, String key) {
        return at.isEmpty() ? key : at + "." + key;
    }

    /** A duration as Go writes it. */
    public static Duration duration(JsonMap object, String at, String key, Duration otherwise) {
        var text = object.string(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return GoDuration.parse(text);
        } catch (MalformedException e) {
            throw new ConfigurationException(join(at, key) + ": \"" + text + "\" is no duration such as 30s", e);
        }
    }
}
