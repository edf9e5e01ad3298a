package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Kind.META;
import static dev.jibe.server.registry.validation.Kind.META_UPDATE;
import static dev.jibe.server.registry.validation.Kind.rule;
import static dev.jibe.server.registry.validation.Kind.steps;
import static dev.jibe.server.registry.validation.Naming.SUBDOMAIN;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.object.typing.GoKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** ConfigMaps, Secrets, ServiceAccounts. */
final class ConfigKinds {

    private static final int MAX_BYTES = 1 << 20;
    private static final String IMMUTABLE = "field is immutable when `immutable` is set";

    static final Map<String, Kind> KINDS = Map.of(
            "configmaps",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(ConfigKinds::configMap)),
                    steps(META_UPDATE, ConfigKinds::sameConfig, META, rule(ConfigKinds::configMap))),
            "secrets",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(ConfigKinds::secret)),
                    steps(META_UPDATE, ConfigKinds::sameSecret, META, rule(ConfigKinds::secret))),
            "serviceaccounts",
            new Kind(SUBDOMAIN, steps(META), steps(META_UPDATE, META)));

    private ConfigKinds() {}

    private static void configMap(Place object) {
        long total = keys(object, "data") + keys(object, "binaryData");
        if (total > MAX_BYTES) {
            object.tooLong("", MAX_BYTES);
        }
    }

    /** Looks at the keys; answers how many bytes the values have. */
    private static long keys(Place object, String field) {
        var data = object.map(field);
        boolean text = field.equals("data") && !object.text("kind").equals("Secret");
        long total = 0;
        for (int i = 0; i < data.size(); i++) {
            var key = data.keyAt(i);
            var value = data.valueAt(i) instanceof String string ? string : "";
            var wrong = Formats.configKey(key);
            if (!wrong.isEmpty()) {
                object.invalid(field + "[" + key + "]", key, wrong);
            }
            if (text && object.map("binaryData").has(key)) {
                object.invalid(field + "[" + key + "]", key, "duplicate of key present in binaryData");
            }
            total += text ? utf8Bytes(value) : decodedBytes(value);
        }
        return total;
    }

    private static long utf8Bytes(String text) {
        return text.length() < MAX_BYTES / 4 ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static long decodedBytes(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() / 4 * 3L - padding;
    }

    private static void sameConfig(Place object, JsonMap old) {
        if (!old.bool("immutable")) {
            return;
        }
        if (!object.flag("immutable")) {
            object.forbidden("immutable", IMMUTABLE);
        }
        for (var key : List.of("data", "binaryData")) {
            if (!object.map(key).equals(old.map(key))) {
                object.forbidden(key, IMMUTABLE);
            }
        }
    }

    private static void sameSecret(Place object, JsonMap old) {
        object.immutable("type", object.text("type"), old.string("type"));
        sameConfig(object, old);
    }

    private static void secret(Place object) {
        if (keys(object, "data") > MAX_BYTES) {
            object.tooLong("data", MAX_BYTES);
        }
        var data = object.map("data");
        switch (object.text("type")) {
            case "kubernetes.io/service-account-token" -> {
                var account = "kubernetes.io/service-account.name";
                if (object.map("metadata").map("annotations").string(account).isEmpty()) {
                    object.required("metadata.annotations[" + account + "]");
                }
            }
            case "kubernetes.io/dockercfg" -> docker(object, ".dockercfg");
            case "kubernetes.io/dockerconfigjson" -> docker(object, ".dockerconfigjson");
            case "kubernetes.io/basic-auth" -> {
                if (!data.has("username") && !data.has("password")) {
                    object.required("data[username]");
                    object.required("data[password]");
                }
            }
            case "kubernetes.io/ssh-auth" -> {
                if (data.string("ssh-privatekey").isEmpty()) {
                    object.required("data[ssh-privatekey]");
                }
            }
            case "kubernetes.io/tls" -> {
                for (var key : List.of("tls.crt", "tls.key")) {
                    if (!data.has(key)) {
                        object.required("data[" + key + "]");
                    }
                }
            }
            default -> {
                // Of any content.
            }
        }
    }

    /** The credentials of registries have to be a JSON object. */
    private static void docker(Place object, String key) {
        var at = "data[" + key + "]";
        var data = object.map("data");
        if (!data.has(key)) {
            object.required(at);
            return;
        }
        var hidden = "<secret contents redacted>";
        try {
            var value = Json.parse(Base64.getDecoder().decode(data.string(key)));
            if (!(value instanceof JsonMap) && value != dev.jibe.object.Null.NULL) {
                object.invalid(
                        at,
                        hidden,
                        "json: cannot unmarshal " + GoKind.of(value)
                                + " into Go value of type map[string]interface {}");
            }
        } catch (MalformedException | IllegalArgumentException e) {
            var why = data.string(key).isEmpty() ? "unexpected end of JSON input" : String.valueOf(e.getMessage());
            object.invalid(at, hidden, why);
        }
    }
}
