package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Secrets: {@code stringData} is only for writing; it goes into the data, over what is there.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/secret-v1/">Secret</a>.
 */
final class SecretStrategy extends BuiltinStrategy {

    SecretStrategy(ResourceInfo info) {
        super(info);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        return encoded(super.prepareForCreate(object));
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        return encoded(super.prepareForUpdate(object, old));
    }

    private static JsonMap encoded(JsonMap secret) {
        if (!secret.has("stringData")) {
            return secret;
        }
        var data = secret.map("data");
        for (var entry : secret.map("stringData").strings().entrySet()) {
            var bytes = entry.getValue().getBytes(StandardCharsets.UTF_8);
            data = data.with(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
        }
        return secret.with("data", data).without("stringData");
    }
}
