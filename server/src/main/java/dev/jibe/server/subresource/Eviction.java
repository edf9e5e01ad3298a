package dev.jibe.server.subresource;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.DeleteOptions;
import dev.jibe.server.registry.Deleting;
import dev.jibe.server.registry.Reading;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.registry.ownership.Writer;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.Query;
import dev.jibe.server.request.RequestInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes a pod if its disruption budget allows.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/">API-initiated Eviction</a>.
 */
final class Eviction implements Subresource {

    private final StructType type;
    private final Resource pods;
    private final Resource budgets;
    private final Reading reading;
    private final Writing writing;
    private final Deleting deleting;

    Eviction(Schema schema, Resources resources, Reading reading, Writing writing, Deleting deleting) {
        this.type = Types.of(schema, "policy", "v1", "Eviction");
        this.pods = resources.get("", "v1", "pods");
        this.budgets = resources.get("policy", "v1", "poddisruptionbudgets");
        this.reading = reading;
        this.writing = writing;
        this.deleting = deleting;
    }

    @Override
    public ApiResponse answer(ApiRequest request, RequestInfo info, Resource resource, User user) {
        if (!info.verb().equals("create")) {
            throw ApiException.methodNotAllowed();
        }
        var eviction = Types.read(request, "policy/v1", "Eviction", type);
        var named = eviction.map("metadata").string("name");
        if (!named.isEmpty() && !named.equals(info.name())) {
            throw ApiException.badRequest("name in URL does not match name in Eviction object");
        }
        var options = DeleteOptions.of(eviction.map("deleteOptions"), Query.EMPTY);
        var pod = reading.get(pods, info.namespace(), info.name(), Query.EMPTY);
        var context =
                new WriteContext(user, options.dryRun(), new ArrayList<>(), Writer.of("kube-apiserver", "status"));
        if (!isFinished(pod)) {
            take(pod, context);
        }
        deleting.delete(pods, info.namespace(), info.name(), options, context);
        return new ApiResponse.One(
                201,
                JsonMap.of(
                        "kind",
                        "Status",
                        "apiVersion",
                        "v1",
                        "metadata",
                        JsonMap.EMPTY,
                        "status",
                        "Success",
                        "code",
                        201L),
                null,
                List.of());
    }

    private static boolean isFinished(JsonMap pod) {
        var phase = pod.map("status").string("phase");
        return phase.equals("Succeeded")
                || phase.equals("Failed")
                || phase.equals("Pending")
                || pod.map("metadata").has("deletionTimestamp");
    }

    /** Uses up one of the disruptions that the pod's budget has left. */
    private void take(JsonMap pod, WriteContext context) {
        var namespace = pod.map("metadata").string("namespace");
        var labels = pod.map("metadata").map("labels");
        var matching = new ArrayList<JsonMap>();
        for (var entry : reading.latest().range(budgets.bucket(), namespace + "/", null, Integer.MAX_VALUE)) {
            var selector = entry.value().map("spec").get("selector");
            if (selector instanceof JsonMap map && LabelSelector.of(map).matches(labels)) {
                matching.add(entry.value());
            }
        }
        if (matching.size() > 1) {
            throw ApiException.internal(
                    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not"
                            + " support.");
        }
        for (var budget : matching) {
            var name = budget.map("metadata").string("name");
            writing.update(budgets, namespace, name, Part.INTERNAL, current -> disrupted(current, pod), context);
        }
    }

    private static JsonMap disrupted(JsonMap budget, JsonMap pod) {
        var status = budget.map("status");
        var name = budget.map("metadata").string("name");
        if (status.number("observedGeneration") < budget.map("metadata").number("generation")) {
            throw refused("The disruption budget " + name + " is still being processed by the server.", 10);
        }
        if (status.number("disruptionsAllowed") <= 0) {
            throw refused(
                    "The disruption budget " + name + " needs " + status.number("desiredHealthy")
                            + " healthy pods and has " + status.number("currentHealthy") + " currently",
                    0);
        }
        var disrupted = status.map("disruptedPods")
                .with(pod.map("metadata").string("name"), pod.map("metadata").string("creationTimestamp"));
        var taken = status.with("disruptionsAllowed", status.number("disruptionsAllowed") - 1)
                .with("disruptedPods", disrupted);
        return budget.with("status", taken)
                .with("metadata", budget.map("metadata").without("resourceVersion"));
    }

    private static ApiException refused(String message, long retryAfterSeconds) {
        var cause = JsonMap.of("reason", "DisruptionBudget", "message", message);
        var details = JsonMap.of("causes", JsonList.of(cause));
        details = retryAfterSeconds == 0 ? details : details.with("retryAfterSeconds", retryAfterSeconds);
        return ApiException.tooManyRequests(
                "Cannot evict pod as it would violate the pod's disruption budget.", details);
    }
}
