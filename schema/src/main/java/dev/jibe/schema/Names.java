package dev.jibe.schema;

import java.util.Locale;

/** How protobuf, OpenAPI, the client library and Java spell the same thing. */
final class Names {
    private Names() {}

    static String packageOf(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The second to last part of a name: {@code apps} of {@code k8s.io.api.apps.v1}. */
    static String group(String packageName) {
        return simple(packageOf(packageName));
    }

    static String version(String packageName) {
        return simple(packageName);
    }

    /** {@code io.k8s.api.core.v1.Pod} of {@code k8s.io.api.core.v1.Pod}. */
    static String openApi(String protoName) {
        String rest = protoName.startsWith("k8s.io.") ? protoName.substring("k8s.io.".length()) : protoName;
        return "io.k8s." + rest.replace('_', '-');
    }

    /** What is left when punctuation and capitals are taken away; equal for all spellings of a field. */
    static String folded(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    static String capitalised(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    static String uncapitalised(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** The JSON name of a protobuf field that nothing else tells: a few begin with a capital. */
    static String json(String protoField) {
        boolean isWord = protoField.length() > 1 && Character.isLowerCase(protoField.charAt(1));
        return isWord ? uncapitalised(protoField) : protoField;
    }

    /** A JSON name as a Java identifier: {@code x-kubernetes-map-type} becomes {@code xKubernetesMapType}. */
    static String identifier(String jsonName) {
        StringBuilder result = new StringBuilder();
        boolean capital = false;
        for (int i = 0; i < jsonName.length(); i++) {
            char c = jsonName.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                result.append(capital ? Character.toUpperCase(c) : c);
                capital = false;
            } else {
                capital = !result.isEmpty();
            }
        }
        return result.toString();
    }
}
