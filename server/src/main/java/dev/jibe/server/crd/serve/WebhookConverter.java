package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Ids;
import dev.jibe.server.registry.Fields;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.webhook.WebhookClient;
import dev.jibe.server.webhook.WebhookException;
import java.time.Duration;

/**
 * Versions that a webhook converts.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#webhook-conversion">
 * Webhook conversion</a>. Of metadata it may change labels and annotations only.
 */
record WebhookConverter(JsonMap webhook, WebhookClient client, Ids ids) implements Converter {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Override
    public JsonMap convert(JsonMap object, String apiVersion) {
        var from = object.string("apiVersion");
        if (from.equals(apiVersion)) {
            return object;
        }
        try {
            return asked(object, apiVersion);
        } catch (WebhookException e) {
            throw ApiException.of(
                    500,
                    "",
                    "conversion webhook for " + from + ", Kind=" + object.string("kind") + " " + e.getMessage());
        }
    }

    private JsonMap asked(JsonMap object, String apiVersion) {
        var uid = ids.uuid();
        var reviewVersion = webhook.list("conversionReviewVersions").strings().anyMatch("v1"::equals)
                ? "apiextensions.k8s.io/v1"
                : "apiextensions.k8s.io/v1beta1";
        var review = JsonMap.of(
                "apiVersion",
                reviewVersion,
                "kind",
                "ConversionReview",
                "request",
                JsonMap.of("uid", uid, "desiredAPIVersion", apiVersion, "objects", JsonList.of(object)));
        var response = answered(review).map("response");
        var result = response.map("result");
        if (!result.string("status").equals("Success")) {
            var message = result.string("message");
            throw new WebhookException("failed: "
                    + (message.isEmpty()
                            ? "response.result.status was '" + result.string("status") + "', not 'Success'"
                            : message));
        }
        if (reviewVersion.endsWith("/v1") && !response.string("uid").equals(uid)) {
            throw new WebhookException(
                    "failed: expected response.uid=\"" + uid + "\", got \"" + response.string("uid") + "\"");
        }
        var objects = response.list("convertedObjects");
        if (objects.size() != 1) {
            throw new WebhookException("returned " + objects.size() + " objects, expected 1");
        }
        return checked(object, objects.map(0), apiVersion);
    }

    private JsonMap answered(JsonMap review) {
        try {
            return client.ask(webhook.map("clientConfig"), review, TIMEOUT);
        } catch (WebhookException e) {
            throw new WebhookException("failed: " + e.getMessage(), e);
        }
    }

    private static JsonMap checked(JsonMap object, JsonMap converted, String apiVersion) {
        var prefix = "returned invalid object at index 0: ";
        if (!converted.string("apiVersion").equals(apiVersion)) {
            throw new WebhookException(prefix + "invalid groupVersion (expected " + apiVersion + ", received "
                    + converted.string("apiVersion") + ")");
        }
        if (!converted.string("kind").equals(object.string("kind"))) {
            throw new WebhookException(prefix + "invalid kind (expected " + object.string("kind") + ", received "
                    + converted.string("kind") + ")");
        }
        var before = object.map("metadata");
        var after = converted.map("metadata");
        for (var key : new String[] {"name", "namespace", "uid"}) {
            if (!after.string(key).equals(before.string(key))) {
                throw new WebhookException("returned invalid object: must have the same "
                        + (key.equals("uid") ? "UID" : key) + ": " + before.string(key) + " != " + after.string(key));
            }
        }
        var metadata = Fields.copy(after, Fields.copy(after, before, "labels"), "annotations");
        return converted.with("metadata", metadata);
    }
}
