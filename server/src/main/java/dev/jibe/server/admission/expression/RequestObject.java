package dev.jibe.server.admission.expression;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.authn.User;
import java.util.TreeMap;

/**
 * A request as webhooks and expressions see it.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#request">AdmissionReview</a>.
 */
public final class RequestObject {

    private RequestObject() {}

    /**
     * The request without its objects.
     *
     * @param asked as it came
     * @param shown in the version that is asked for
     */
    public static JsonMap of(Attributes asked, Attributes shown) {
        var builder = JsonMap.builder()
                .put("kind", kind(shown))
                .put("resource", resource(shown))
                .put("requestKind", kind(asked))
                .put("requestResource", resource(asked))
                .put("operation", asked.operation().name())
                .put("userInfo", user(asked.user()))
                .put("dryRun", asked.dryRun());
        putUnlessEmpty(builder, "subResource", shown.subresource());
        putUnlessEmpty(builder, "requestSubResource", asked.subresource());
        putUnlessEmpty(builder, "name", asked.name());
        putUnlessEmpty(builder, "namespace", asked.namespace());
        var options = asked.typedOptions();
        return builder.put("options", options.isEmpty() ? Null.NULL : options).build();
    }

    private static void putUnlessEmpty(JsonMap.Builder builder, String key, String value) {
        if (!value.isEmpty()) {
            builder.put(key, value);
        }
    }

    private static JsonMap kind(Attributes attributes) {
        var apiVersion = attributes.apiVersion();
        int slash = apiVersion.indexOf('/');
        return JsonMap.of(
                "group",
                slash < 0 ? "" : apiVersion.substring(0, slash),
                "version",
                apiVersion.substring(slash + 1),
                "kind",
                attributes.kind());
    }

    private static JsonMap resource(Attributes attributes) {
        var info = attributes.resource().info();
        return JsonMap.of("group", info.group(), "version", info.version(), "resource", info.plural());
    }

    private static JsonMap user(User user) {
        var builder = JsonMap.builder();
        putUnlessEmpty(builder, "username", user.name());
        putUnlessEmpty(builder, "uid", user.uid());
        if (!user.groups().isEmpty()) {
            builder.put("groups", JsonList.copyOf(user.groups()));
        }
        if (!user.extra().isEmpty()) {
            var extra = new TreeMap<String, Object>();
            user.extra().forEach((key, values) -> extra.put(key, JsonList.copyOf(values)));
            builder.put("extra", JsonMap.copyOf(extra));
        }
        return builder.build();
    }
}
