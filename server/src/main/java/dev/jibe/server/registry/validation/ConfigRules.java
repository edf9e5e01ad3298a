package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.server.request.FieldError;
import java.util.List;
import java.util.Map;

/** ConfigMaps, Secrets, and the small kinds around them. */
final class ConfigRules {

    private static final int MAX_BYTES = 1 << 20;
    private static final FieldPath SPEC = FieldPath.ROOT.at("spec");

    /** The keys that secrets of well-known types must have. */
    private static final Map<String, List<String>> SECRET_KEYS = Map.of(
            "kubernetes.io/tls", List.of("tls.crt", "tls.key"),
            "kubernetes.io/dockercfg", List.of(".dockercfg"),
            "kubernetes.io/dockerconfigjson", List.of(".dockerconfigjson"),
            "kubernetes.io/ssh-auth", List.of("ssh-privatekey"));

    private ConfigRules() {}

    static void configMap(Checks checks, JsonMap object) {
        long total = 0;
        for (var entry : object.map("data").strings().entrySet()) {
            var path = FieldPath.ROOT.at("data").key(entry.getKey());
            checks.configKey(path, entry.getKey());
            if (object.map("binaryData").has(entry.getKey())) {
                checks.invalid(path, entry.getKey(), "duplicate of key present in binaryData");
            }
            total += entry.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        }
        for (var entry : object.map("binaryData").strings().entrySet()) {
            checks.configKey(FieldPath.ROOT.at("binaryData").key(entry.getKey()), entry.getKey());
            total += decodedBytes(entry.getValue());
        }
        if (total > MAX_BYTES) {
            checks.add(FieldError.tooLong("", MAX_BYTES));
        }
    }

    private static long decodedBytes(String base64) {
        return base64.length() / 4 * 3L;
    }

    static void secret(Checks checks, JsonMap object) {
        var data = object.map("data");
        long total = 0;
        for (var entry : data.strings().entrySet()) {
            checks.configKey(FieldPath.ROOT.at("data").key(entry.getKey()), entry.getKey());
            total += decodedBytes(entry.getValue());
        }
        if (total > MAX_BYTES) {
            checks.add(FieldError.tooLong("data", MAX_BYTES));
        }
        var type = object.string("type");
        SECRET_KEYS.getOrDefault(type, List.of()).stream()
                .filter(key -> !data.has(key))
                .forEach(key -> checks.required(FieldPath.ROOT.at("data").key(key), ""));
        if (type.equals("kubernetes.io/basic-auth") && !data.has("username") && !data.has("password")) {
            checks.required(FieldPath.ROOT.at("data").key("username"), "")
                    .required(FieldPath.ROOT.at("data").key("password"), "");
        }
        var account = "kubernetes.io/service-account.name";
        if (type.equals("kubernetes.io/service-account-token")
                && object.map("metadata").map("annotations").string(account).isEmpty()) {
            checks.required(FieldPath.ROOT.at("metadata").at("annotations").key(account), "");
        }
    }

    static void sameConfig(Checks checks, JsonMap object, JsonMap old) {
        if (!old.bool("immutable")) {
            return;
        }
        if (!object.bool("immutable")) {
            checks.forbidden(FieldPath.ROOT.at("immutable"), "field is immutable when `immutable` is set");
        }
        for (var key : List.of("data", "binaryData")) {
            if (!object.map(key).equals(old.map(key))) {
                checks.forbidden(FieldPath.ROOT.at(key), "field is immutable when `immutable` is set");
            }
        }
    }

    static void disruptionBudget(Checks checks, JsonMap object) {
        var spec = object.map("spec");
        for (var key : List.of("minAvailable", "maxUnavailable")) {
            checks.countOrPercent(SPEC.at(key), spec.get(key)).notOverHundredPercent(SPEC.at(key), spec.get(key));
        }
        SelectorRules.check(checks, SPEC.at("selector"), spec.map("selector"));
        checks.oneOfIfSet(SPEC, spec, "unhealthyPodEvictionPolicy", List.of("AlwaysAllow", "IfHealthyBudget"));
    }

    static void claim(Checks checks, JsonMap object) {
        var spec = object.map("spec");
        if (spec.list("accessModes").isEmpty()) {
            checks.required(SPEC.at("accessModes"), "at least 1 access mode is required");
        }
        SelectorRules.check(checks, SPEC.at("selector"), spec.map("selector"));
        var requests = spec.map("resources").map("requests");
        if (!requests.has("storage")) {
            checks.required(SPEC.at("resources").key("storage"), "");
        }
    }
}
