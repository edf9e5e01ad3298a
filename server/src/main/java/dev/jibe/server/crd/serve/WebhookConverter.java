package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Ids;
import dev.jibe.server.crd.serve.ConversionMetrics.Step;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.webhook.WebhookClient;
import dev.jibe.server.webhook.WebhookException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Versions that a webhook converts, all objects that are read together in one call.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#webhook-conversion">
 * Webhook conversion</a>.
 */
record WebhookConverter(String definition, JsonMap webhook, WebhookClient client, ConversionMetrics metrics, Ids ids)
        implements Converter {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String GROUP = "apiextensions.k8s.io/";
    private static final String CURRENT = "v1";
    private static final Set<String> VERSIONS = Set.of(CURRENT, "v1beta1");

    @Override
    public List<JsonMap> convert(List<JsonMap> objects, String apiVersion) {
        var asked = objects.stream()
                .filter(object -> !object.string("apiVersion").equals(apiVersion))
                .toList();
        if (asked.isEmpty()) {
            return objects;
        }
        try (var conversion = metrics.begin(definition, asked.getFirst().string("apiVersion"), apiVersion)) {
            var answer = answer(asked, apiVersion, conversion);
            conversion.reaches(answer.size() == asked.size() ? Step.OBJECTS : Step.NUMBER);
            var converted = Converted.objects(asked, answer, apiVersion);
            var all = new ArrayList<JsonMap>(objects.size());
            int next = 0;
            for (var object : objects) {
                all.add(object.string("apiVersion").equals(apiVersion) ? object : converted.get(next++));
            }
            conversion.succeeds();
            return all;
        } catch (WebhookException e) {
            throw ApiException.of(
                    500, "", "conversion webhook for " + Converted.kind(asked.getFirst()) + " " + e.getMessage());
        }
    }

    /** The objects that the webhook has made of others. */
    private JsonList answer(List<JsonMap> objects, String apiVersion, ConversionMetrics.Conversion conversion) {
        var uid = ids.uuid();
        var version = webhook.list("conversionReviewVersions")
                .strings()
                .filter(VERSIONS::contains)
                .findFirst()
                .orElseThrow(() -> new WebhookException("failed: no supported conversion review versions"));
        var review = JsonMap.of(
                "apiVersion",
                GROUP + version,
                "kind",
                "ConversionReview",
                "request",
                JsonMap.of("uid", uid, "desiredAPIVersion", apiVersion, "objects", JsonList.copyOf(objects)));
        try {
            var answer = client.ask(webhook.map("clientConfig"), review, TIMEOUT);
            conversion.reaches(Step.RESPONSE);
            return converted(answer, version.equals(CURRENT), uid);
        } catch (WebhookException e) {
            throw new WebhookException("failed: " + e.getMessage(), e);
        }
    }

    /** The older form of reviews says neither what it is nor what it answers. */
    private static JsonList converted(JsonMap answer, boolean isCurrent, String uid) {
        var kind = answer.string("apiVersion") + ", Kind=" + answer.string("kind");
        var expected = GROUP + CURRENT + ", Kind=ConversionReview";
        if (isCurrent && !kind.equals(expected)) {
            throw new WebhookException("expected webhook response of " + expected + ", got " + kind);
        }
        if (!(answer.get("response") instanceof JsonMap response)) {
            throw new WebhookException("no response provided");
        }
        if (isCurrent && !response.string("uid").equals(uid)) {
            throw new WebhookException("expected response.uid=\"" + uid + "\", got \"" + response.string("uid") + "\"");
        }
        var result = response.map("result");
        if (!result.string("status").equals("Success")) {
            var message = result.string("message");
            throw new WebhookException(
                    message.isEmpty()
                            ? "response.result.status was '" + result.string("status") + "', not 'Success'"
                            : message);
        }
        return response.list("convertedObjects");
    }
}
