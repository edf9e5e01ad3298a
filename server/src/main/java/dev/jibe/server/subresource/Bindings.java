package dev.jibe.server.subresource;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.protobuf.Times;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.runtime.Clock;
import dev.jibe.server.admission.AdmissionChain;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Gate;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.registry.ownership.Writer;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.FieldError;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.server.request.WriteOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Assigns a pod to a node, once. */
final class Bindings implements Subresource {

    private final AdmissionChain admission;
    private final StructType type;
    private final Resource pods;
    private final Writing writing;
    private final Clock clock;

    private static final Named BINDING = new Named("", "pods/binding");

    Bindings(AdmissionChain admission, Schema schema, Resources resources, Writing writing, Clock clock) {
        this.admission = admission;
        this.type = Types.of(schema, "", "v1", "Binding");
        this.pods = resources.get("", "v1", "pods");
        this.writing = writing;
        this.clock = clock;
    }

    @Override
    public ApiResponse answer(
            ApiRequest request, RequestInfo info, Resource resource, User user, List<String> warnings) {
        if (!info.verb().equals("create")) {
            throw ApiException.methodNotAllowed();
        }
        var given = Types.read(request, warnings, "v1", "Binding", type);
        var context = WriteOptions.context(request, user, warnings, info.subresource());
        Types.checkNamespace(given, info);
        var attributes = context.attributes(
                Operation.CREATE, resource, info.subresource(), info.namespace(), info.name(), given, JsonMap.EMPTY);
        var binding = admission.mutate(attributes);
        var node = binding.map("target").string("name");
        var named = binding.map("metadata").string("name");
        var pod = info.name().isEmpty() ? named : info.name();
        if (!named.equals(pod)) {
            throw ApiException.badRequest("name in URL does not match name in Binding object");
        }
        var kind = binding.map("target").string("kind");
        var wrong = new ArrayList<String>(0);
        if (!kind.isEmpty() && !kind.equals("Node")) {
            wrong.add("target.kind: Unsupported value: " + FieldError.quoted(kind)
                    + ": supported values: \"Node\", \"<empty>\"");
        }
        if (node.isEmpty()) {
            wrong.add("target.name: Required value");
        }
        if (!wrong.isEmpty()) {
            throw ApiException.unsorted(wrong.size() == 1 ? wrong.getFirst() : "[" + String.join(", ", wrong) + "]");
        }
        if (pod.isEmpty()) {
            throw ApiException.badRequest("Name parameter required.");
        }
        admission.validate(attributes.with(binding));
        writing.update(
                pods,
                info.namespace(),
                pod,
                Part.INTERNAL,
                found -> bind(found, binding, node),
                context.with(Writer.NONE).with(Gate.PASSED));
        return ApiResponse.done(201, "code", 201L, warnings);
    }

    private JsonMap bind(JsonMap pod, JsonMap binding, String node) {
        var metadata = pod.map("metadata");
        var name = metadata.string("name");
        var wanted = binding.map("metadata").string("uid");
        if (!wanted.isEmpty() && !wanted.equals(metadata.string("uid"))) {
            throw ApiException.conflict(
                    pods.named(),
                    name,
                    "StorageError: invalid object, Code: 4, Key: /registry/pods/" + metadata.string("namespace") + "/"
                            + name
                            + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: "
                            + wanted + ", UID in object meta: "
                            + metadata.string("uid"));
        }
        if (metadata.has("deletionTimestamp")) {
            throw ApiException.conflict(
                    BINDING, name, "pod " + name + " is being deleted, cannot be assigned to a host");
        }
        if (!pod.map("spec").string("nodeName").isEmpty()) {
            throw ApiException.conflict(
                    BINDING,
                    name,
                    "pod " + name + " is already assigned to node \""
                            + pod.map("spec").string("nodeName") + "\"");
        }
        if (!pod.map("spec").list("schedulingGates").isEmpty()) {
            throw ApiException.conflict(BINDING, name, "pod " + name + " has non-empty .spec.schedulingGates");
        }
        for (var key : new String[] {"annotations", "labels"}) {
            var entries = metadata.map(key);
            var added = binding.map("metadata").map(key);
            for (int i = 0; i < added.size(); i++) {
                entries = entries.with(added.keyAt(i), added.valueAt(i));
            }
            metadata = entries.isEmpty() ? metadata : metadata.with(key, entries);
        }
        return pod.with("metadata", metadata.without("resourceVersion"))
                .with("spec", pod.map("spec").with("nodeName", node))
                .with("status", scheduled(pod.map("status"), clock.now()));
    }

    private static JsonMap scheduled(JsonMap status, Instant now) {
        var others = status.list("conditions")
                .maps()
                .filter(c -> !c.string("type").equals("PodScheduled"))
                .toList();
        var condition = JsonMap.of(
                "lastProbeTime",
                Null.NULL,
                "lastTransitionTime",
                Times.seconds(now),
                "status",
                "True",
                "type",
                "PodScheduled");
        return status.without("nominatedNodeName")
                .with("conditions", JsonList.copyOf(others).with(condition));
    }
}
