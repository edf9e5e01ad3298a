package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Fields;

/**
 * Requests for certificates: they say who asks, and ask for the same for ever.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/">Certificates</a>.
 */
final class CertificateStrategy extends BuiltinStrategy {

    CertificateStrategy(ResourceInfo info) {
        super(info);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object, User user) {
        var spec =
                object.map("spec").with("username", user.name()).without("uid").without("extra");
        spec = user.uid().isEmpty() ? spec : spec.with("uid", user.uid());
        spec = user.groups().isEmpty() ? spec.without("groups") : spec.with("groups", JsonList.copyOf(user.groups()));
        if (!user.extra().isEmpty()) {
            var extra = JsonMap.builder();
            user.extra().entrySet().stream()
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .forEach(entry -> extra.put(entry.getKey(), JsonList.copyOf(entry.getValue())));
            spec = spec.with("extra", extra.build());
        }
        return prepareForCreate(object.with("spec", spec));
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        return Fields.copy(old, Fields.copy(old, object, "spec"), "status");
    }
}
