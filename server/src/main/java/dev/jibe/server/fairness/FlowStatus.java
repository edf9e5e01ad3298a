package dev.jibe.server.fairness;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.StatusKeeper;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.registry.ownership.Applying;
import dev.jibe.server.registry.ownership.Ownership;
import dev.jibe.server.registry.ownership.Writer;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows flow schemas and priority levels, and writes into the status of each schema whether the level that it names is
 * there.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/cluster-administration/flow-control/">API Priority and Fairness</a>.
 */
public final class FlowStatus implements AutoCloseable {

    private static final Log LOG = Log.of(FlowStatus.class);
    private static final String GROUP = "flowcontrol.apiserver.k8s.io";
    private static final String LEVELS = "prioritylevelconfigurations." + GROUP;
    private static final Writer WRITER = Writer.of("api-priority-and-fairness-config-consumer-v1", "status");

    private final Store<JsonMap> store;
    private final Resource schemas;
    private final Writing writing;
    private final Ownership ownership;
    private final User user;
    private final Clock clock;
    private final StatusKeeper keeper;

    /** @param user in whose name the status is written */
    public FlowStatus(
            Store<JsonMap> store, Resources resources, Writing writing, Ownership ownership, User user, Clock clock) {
        this.store = store;
        this.schemas = resources.get(GROUP, "v1", "flowschemas");
        this.writing = writing;
        this.ownership = ownership;
        this.user = user;
        this.clock = clock;
        this.keeper = new StatusKeeper("flow schemas", store, List.of(schemas.bucket(), LEVELS), this::check);
    }

    public void start() {
        keeper.start();
    }

    private void check() {
        var snapshot = store.latest();
        for (var entry : snapshot.range(schemas.bucket())) {
            var schema = entry.value();
            var level = schema.map("spec").map("priorityLevelConfiguration").string("name");
            var wanted = condition(level, snapshot.get(LEVELS, level) != null);
            if (!holds(schema, wanted)) {
                write(schema.map("metadata").string("name"), wanted);
            }
        }
    }

    private static JsonMap condition(String level, boolean found) {
        var names = "This FlowSchema references the PriorityLevelConfiguration object named \"" + level + "\" ";
        return JsonMap.of(
                "type",
                "Dangling",
                "status",
                found ? "False" : "True",
                "reason",
                found ? "Found" : "NotFound",
                "message",
                names + (found ? "and it exists" : "but there is no such object"));
    }

    private static boolean holds(JsonMap schema, JsonMap wanted) {
        return schema.map("status")
                .list("conditions")
                .maps()
                .anyMatch(it -> it.without("lastTransitionTime").equals(wanted));
    }

    /** As upstream does, by an apply of what it has to say. */
    private void write(String name, JsonMap wanted) {
        var dated = wanted.with("lastTransitionTime", Times.seconds(clock.now()));
        var said = JsonMap.of(
                "apiVersion",
                schemas.apiVersion(),
                "kind",
                schemas.kind(),
                "metadata",
                JsonMap.of("name", name),
                "status",
                JsonMap.of("conditions", JsonList.of(dated)));
        var applying = new Applying(ownership);
        var target = ownership.target(schemas, WRITER.subresource());
        try {
            writing.update(
                    schemas,
                    "",
                    name,
                    Part.STATUS,
                    current -> applying.apply(target, current, said, WRITER, true),
                    new WriteContext(user, false, new ArrayList<>(), Writer.NONE));
        } catch (ApiException e) {
            // It was deleted or changed meanwhile; if it is still there, it will be looked at again.
            LOG.debug("status of a flow schema was not written", "name", name);
        }
    }

    @Override
    public void close() {
        keeper.close();
    }
}
