package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.authn.User;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.Fields;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Requests for certificates: they say who asks, and ask for the same for ever.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/">Certificates</a>.
 */
public final class CertificateStrategy extends BuiltinStrategy {

    CertificateStrategy(ResourceInfo info, FeatureGates features) {
        super(info, features);
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

    /** What the approval subresource takes of a request; a condition without times is of now. */
    public static JsonMap approved(JsonMap wanted, JsonMap old, Instant now) {
        var conditions = timed(wanted, old, now);
        var status = old.map("status");
        status = conditions.isEmpty() ? status.without("conditions") : status.with("conditions", conditions);
        return Fields.copy(old, wanted, "spec").with("status", status);
    }

    @Override
    public JsonMap prepareForStatusUpdate(JsonMap object, JsonMap old, Instant now) {
        var prepared = prepareForStatusUpdate(object, old);
        var updated = deciding(deciding(prepared, old, "Approved"), old, "Denied");
        var conditions = timed(updated, old, now);
        return conditions.isEmpty()
                ? updated
                : updated.with("status", updated.map("status").with("conditions", conditions));
    }

    /** With the conditions of a type as they were, if there are as many: what was decided is written elsewhere. */
    private static JsonMap deciding(JsonMap request, JsonMap old, String type) {
        var before = ofType(old, type);
        var wanted = ofType(request, type);
        if (before.size() != wanted.size()) {
            return request;
        }
        var conditions = request.map("status").list("conditions");
        for (int i = 0; i < before.size(); i++) {
            conditions = conditions.set(
                    wanted.get(i), old.map("status").list("conditions").get(before.get(i)));
        }
        return before.isEmpty() ? request : request.withAt(conditions, "status", "conditions");
    }

    private static List<Integer> ofType(JsonMap request, String type) {
        var conditions = request.map("status").list("conditions");
        return IntStream.range(0, conditions.size())
                .filter(i -> conditions.map(i).string("type").equals(type))
                .boxed()
                .toList();
    }

    /** The conditions, each with its times. */
    private static JsonList timed(JsonMap wanted, JsonMap old, Instant now) {
        var time = Times.seconds(now);
        return wanted.map("status").list("conditions").map(item -> {
            var condition = (JsonMap) item;
            var updated = isSet(condition, "lastUpdateTime") ? condition : condition.with("lastUpdateTime", time);
            return isSet(updated, "lastTransitionTime")
                    ? updated
                    : updated.with("lastTransitionTime", since(updated, old, time));
        });
    }

    private static boolean isSet(JsonMap condition, String key) {
        return condition.get(key) instanceof String;
    }

    private static Object since(JsonMap condition, JsonMap old, Object now) {
        return old.map("status")
                .list("conditions")
                .maps()
                .filter(before -> before.string("type").equals(condition.string("type"))
                        && before.string("status").equals(condition.string("status"))
                        && isSet(before, "lastTransitionTime"))
                .<Object>map(before -> before.string("lastTransitionTime"))
                .findFirst()
                .orElse(now);
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        return Fields.copy(old, Fields.copy(old, object, "spec"), "status");
    }
}
