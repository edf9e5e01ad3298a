package dev.jibe.server.subresource;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.runtime.Clock;
import dev.jibe.server.admission.AdmissionChain;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.DeleteOptions;
import dev.jibe.server.registry.Deleting;
import dev.jibe.server.registry.Gate;
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
import dev.jibe.server.request.WriteOptions;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes a pod if its disruption budget allows.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/">API-initiated Eviction</a>.
 */
final class Eviction implements Subresource {

    private final AdmissionChain admission;
    private final StructType type;
    private final Resource pods;
    private final Resource budgets;
    private final Reading reading;
    private final Writing writing;
    private final Deleting deleting;
    private final Clock clock;

    Eviction(
            AdmissionChain admission,
            Schema schema,
            Resources resources,
            Reading reading,
            Writing writing,
            Deleting deleting,
            Clock clock) {
        this.admission = admission;
        this.type = Types.of(schema, "policy", "v1", "Eviction");
        this.pods = resources.get("", "v1", "pods");
        this.budgets = resources.get("policy", "v1", "poddisruptionbudgets");
        this.reading = reading;
        this.writing = writing;
        this.deleting = deleting;
        this.clock = clock;
    }

    @Override
    public ApiResponse answer(
            ApiRequest request, RequestInfo info, Resource resource, User user, List<String> warnings) {
        if (!info.verb().equals("create")) {
            throw ApiException.methodNotAllowed();
        }
        var given = Types.readEither(request, warnings, "policy/v1", "policy/v1beta1", "Eviction", type);
        var asked = WriteOptions.context(request, user, warnings, info.subresource());
        Types.checkNamespace(given, info);
        var attributes = asked.attributes(
                Operation.CREATE, resource, info.subresource(), info.namespace(), info.name(), given, JsonMap.EMPTY);
        var eviction = admission.mutate(attributes);
        if (!eviction.map("metadata").string("name").equals(info.name())) {
            throw ApiException.badRequest("name in URL does not match name in Eviction object");
        }
        var options = DeleteOptions.of(eviction.map("deleteOptions"));
        var pod = reading.get(pods, info.namespace(), info.name(), Query.EMPTY);
        admission.validate(attributes.with(eviction));
        var context = new WriteContext(user, options.dryRun() || asked.dryRun(), asked.warnings(), Writer.NONE)
                .with(Gate.PASSED);
        if (!isFinished(pod)) {
            take(pod, context);
        }
        writing.update(pods, info.namespace(), info.name(), Part.INTERNAL, this::evicted, context);
        deleting.delete(pods, info.namespace(), info.name(), options, context);
        return ApiResponse.done(201, "code", 201L, asked.warnings());
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
            if (!EvictionRules.needsNoBudget(pod, budget)) {
                var name = budget.map("metadata").string("name");
                writing.update(budgets, namespace, name, Part.INTERNAL, it -> disrupted(it, pod), context);
            }
        }
    }

    private JsonMap disrupted(JsonMap budget, JsonMap pod) {
        EvictionRules.check(budget);
        return EvictionRules.disrupted(budget, pod.map("metadata").string("name"), now());
    }

    /** The pod with the condition that says why it goes. */
    private JsonMap evicted(JsonMap pod) {
        return EvictionRules.evicted(pod, now());
    }

    private String now() {
        return clock.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
