package dev.jibe.controllers.storagemigration;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Client;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.meta.v1.GroupResource;
import dev.jibe.object.protobuf.Times;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the definition of a custom resource says of its migration. */
final class Definitions {

    private static final String PATH = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";
    private static final String APPLY = "application/apply-patch+yaml";
    private static final Map<String, String> AS_RUNNER =
            Map.of("fieldManager", "migration-runner-controller", "force", "true");
    private static final String CONDITION = "StorageMigrating";

    private final Client client;

    Definitions(Client client) {
        this.client = client;
    }

    /** Says that a migration of the resource runs; nothing if the resource is none of a definition. */
    void begin(GroupResource resource, String migration, Instant now) {
        find(resource).ifPresent(definition -> {
            var text = "Migration " + migration + " is running";
            apply(definition, status(definition, true, "MigrationRunning", text, now));
        });
    }

    /** Says that it is over, and that the other versions are no longer stored if that is sure. */
    void end(GroupResource resource, boolean succeeded, Instant now) {
        find(resource).ifPresent(definition -> {
            boolean unchanged = definition
                    .map("status")
                    .list("conditions")
                    .maps()
                    .anyMatch(it -> it.string("type").equals(CONDITION)
                            && it.number("observedGeneration")
                                    == definition.map("metadata").number("generation"));
            var reason = succeeded ? "MigrationSucceeded" : "MigrationFailed";
            var text = !succeeded
                    ? "The migration has failed"
                    : "The migration has succeeded"
                            + (unchanged
                                    ? " and the stored versions have been updated"
                                    : " but the stored versions have not been updated due to a generation mismatch");
            var status = status(definition, false, reason, text, now);
            apply(definition, unchanged ? status.with("storedVersions", stored(definition)) : status);
        });
    }

    private static JsonList stored(JsonMap definition) {
        return JsonList.copyOf(definition
                .map("spec")
                .list("versions")
                .maps()
                .filter(version -> version.bool("storage"))
                .map(version -> version.string("name"))
                .toList());
    }

    private static JsonMap status(JsonMap definition, boolean holds, String reason, String message, Instant now) {
        return JsonMap.of(
                "conditions",
                JsonList.of(JsonMap.of(
                        "type",
                        CONDITION,
                        "status",
                        holds ? "True" : "False",
                        "reason",
                        reason,
                        "message",
                        message,
                        "lastTransitionTime",
                        Times.seconds(now),
                        "observedGeneration",
                        definition.map("metadata").number("generation"))));
    }

    /** The revision goes along: what was decided holds for this state of the definition only. */
    private void apply(JsonMap definition, JsonMap status) {
        var metadata = definition.map("metadata");
        var name = metadata.string("name");
        var body = JsonMap.of(
                "apiVersion",
                "apiextensions.k8s.io/v1",
                "kind",
                "CustomResourceDefinition",
                "metadata",
                JsonMap.of("name", name, "resourceVersion", metadata.string("resourceVersion")),
                "status",
                status);
        client.transport().send(new Call("PATCH", PATH + name + "/status", AS_RUNNER, APPLY, body));
    }

    private Optional<JsonMap> find(GroupResource resource) {
        try {
            var path = PATH + resource.resource() + "." + resource.group();
            return Optional.of(client.transport().send(Call.get(path)).body());
        } catch (ApiFailure failure) {
            if (failure.isNotFound()) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
