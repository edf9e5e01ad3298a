package dev.jibe.server.watch;

import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.typing.Conform;
import dev.jibe.server.registry.ListOptions;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Selection;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Event;
import dev.jibe.store.StoreException;
import dev.jibe.store.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store's events of one resource as one client sees them: those of its selection, in its version.
 *
 * <p>An object that begins to match appears as added, one that ceases to match as deleted.
 */
public final class StoreWatch implements WatchSource {

    private final @Nullable Watch<JsonMap> cursor;
    private final Resource resource;
    private final Selection selection;
    private final ListOptions options;
    private final List<WatchEvent> first = new ArrayList<>();
    private final long from;
    private boolean over;

    public StoreWatch(
            Supplier<Watch<JsonMap>> open,
            Resource resource,
            Selection selection,
            long from,
            List<JsonMap> initial,
            ListOptions options) {
        this.resource = resource;
        this.selection = selection;
        this.options = options;
        this.from = from;
        initial.forEach(object -> first.add(new WatchEvent("ADDED", object)));
        if (options.sendInitialEvents() && options.bookmarks()) {
            first.add(new WatchEvent("BOOKMARK", bookmark(from, true)));
        }
        Watch<JsonMap> opened = null;
        try {
            opened = open.get();
        } catch (StoreException.Compacted e) {
            first.add(tooOld(from, e.compactedRevision()));
            over = true;
        }
        this.cursor = opened;
    }

    @Override
    public List<WatchEvent> poll(int max) {
        if (!first.isEmpty()) {
            var batch = List.copyOf(first.subList(0, Math.min(max, first.size())));
            first.subList(0, batch.size()).clear();
            return batch;
        }
        if (cursor == null || over) {
            return List.of();
        }
        try {
            return seen(cursor.poll(max));
        } catch (StoreException.Compacted e) {
            over = true;
            return List.of(tooOld(cursor.revision(), e.compactedRevision()));
        }
    }

    @Override
    public List<WatchEvent> take(int max, Duration timeout) throws InterruptedException {
        var ready = poll(max);
        if (!ready.isEmpty() || cursor == null || over) {
            return ready;
        }
        try {
            return seen(cursor.take(max, timeout));
        } catch (StoreException.Compacted e) {
            over = true;
            return List.of(tooOld(cursor.revision(), e.compactedRevision()));
        }
    }

    @Override
    public void onEvents(Runnable wake) {
        if (cursor == null || !first.isEmpty()) {
            wake.run();
        } else {
            cursor.onEvents(wake);
        }
    }

    private List<WatchEvent> seen(List<Event<JsonMap>> events) {
        var seen = new ArrayList<WatchEvent>(events.size());
        for (var event : events) {
            var visible = visible(event);
            if (visible != null) {
                seen.add(visible);
            }
        }
        return seen;
    }

    private @Nullable WatchEvent visible(Event<JsonMap> event) {
        var object = resource.storage().fromStorage(event.current().value());
        if (selection.isEverything()) {
            return new WatchEvent(event.type().name(), object);
        }
        var before = event.previous();
        boolean was = before != null && selection.matches(resource.storage().fromStorage(before.value()));
        boolean is = event.type() != Event.Type.DELETED && selection.matches(object);
        if (!was && !is) {
            return null;
        }
        if (was && is) {
            return new WatchEvent("MODIFIED", object);
        }
        if (is) {
            return new WatchEvent("ADDED", object);
        }
        // The client knew the old state; it is told that one, at the revision of the change.
        var known = event.type() == Event.Type.DELETED || before == null
                ? object
                : resource.storage().fromStorage(before.value());
        var metadata = known.map("metadata").with("resourceVersion", Long.toString(event.revision()));
        return new WatchEvent("DELETED", known.with("metadata", metadata));
    }

    private static WatchEvent tooOld(long asked, long oldest) {
        var gone = ApiException.expired("too old resource version: " + asked + " (" + oldest + ")");
        return new WatchEvent("ERROR", gone.status());
    }

    @Override
    public WatchEvent bookmark() {
        return new WatchEvent("BOOKMARK", bookmark(cursor == null ? from : cursor.revision(), false));
    }

    /** An object that says nothing but how far the stream is; what its type always has, it has too. */
    private JsonMap bookmark(long revision, boolean initialEventsEnd) {
        var metadata = JsonMap.of("resourceVersion", Long.toString(revision));
        if (initialEventsEnd) {
            metadata = metadata.with("annotations", JsonMap.of("k8s.io/initial-events-end", "true"));
        }
        var bookmark = JsonMap.of("kind", resource.kind(), "apiVersion", resource.apiVersion(), "metadata", metadata);
        return resource.custom() == null ? filled(bookmark) : bookmark;
    }

    /** Workloads have a bit more: what their type can leave out, upstream's own type cannot. */
    private JsonMap filled(JsonMap bookmark) {
        var filled = Conform.conform(bookmark, resource.type()).object();
        return switch (resource.info().groupResource()) {
            case "deployments.apps", "replicasets.apps", "statefulsets.apps" ->
                filled.withAt(Null.NULL, "spec", "selector").withAt(0L, "spec", "replicas");
            case "daemonsets.apps" ->
                filled.withAt(Null.NULL, "spec", "selector")
                        .withAt("0", "metadata", "annotations", "deprecated.daemonset.template.generation");
            default -> filled;
        };
    }

    @Override
    public boolean wantsBookmarks() {
        return options.bookmarks();
    }

    @Override
    public long timeoutSeconds() {
        return options.timeoutSeconds().orElse(0);
    }

    @Override
    public void close() {
        if (cursor != null) {
            cursor.close();
        }
    }
}
