package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.Query;
import dev.jibe.server.watch.StoreWatch;
import dev.jibe.store.Entry;
import dev.jibe.store.Snapshot;
import dev.jibe.store.Store;
import dev.jibe.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verbs that read: get, list and watch. All of them read snapshots and take no lock. */
public final class Reading {

    /** How long a read waits for a resource version that this server has not seen yet: upstream's three seconds. */
    private static final Duration FRESHNESS_WAIT = Duration.ofSeconds(3);

    /** How many objects of a list are converted at once, so that a webhook is sent what it can bear. */
    private static final int TOGETHER = 500;

    private static final String EXPIRED =
            "The provided continue parameter is too old to display a consistent list result."
                    + " You can start a new list without the continue parameter, or use the continue token in this response to"
                    + " retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list -"
                    + " objects that were created, modified, or deleted between the time the first chunk was returned and now may"
                    + " show up in the list.";

    private final Store<JsonMap> store;
    private final PodsByNode podsByNode;

    /**
     * What is looked at for a selection: of the entries of a state, those that may match, in the order of their keys.
     *
     * @param size how many they are
     */
    private record Candidates(Snapshot<JsonMap> snapshot, Iterator<Entry<JsonMap>> entries, int size) {
        static Candidates of(Snapshot<JsonMap> snapshot, List<Entry<JsonMap>> entries) {
            return new Candidates(snapshot, entries.iterator(), entries.size());
        }
    }

    public Reading(Store<JsonMap> store) {
        this.store = store;
        this.podsByNode = new PodsByNode(store);
    }

    /** The object in the version that the resource serves. */
    public JsonMap get(Resource resource, String namespace, String name, Query query) {
        checkName(name);
        var version = query.get("resourceVersion");
        var snapshot = version.isEmpty() ? store.fresh() : notOlderThan(ListOptions.revision(version));
        var entry = snapshot.get(resource.bucket(), Resource.key(namespace, name));
        if (entry == null) {
            throw ApiException.notFound(resource.named(), name);
        }
        return resource.storage().fromStorage(entry.value());
    }

    /** A name that could never be one in a path is not looked for. */
    public static void checkName(String name) {
        if (name.isEmpty()) {
            throw ApiException.badRequest("Name parameter required.");
        }
        var wrong = Names.wrongPathSegment(name);
        if (!wrong.isEmpty()) {
            throw ApiException.badRequest("Name parameter invalid: \"" + name + "\": " + String.join(";", wrong));
        }
    }

    /** The stored object, or null. */
    public @Nullable Entry<JsonMap> find(Resource resource, String namespace, String name) {
        return store.latest().get(resource.bucket(), Resource.key(namespace, name));
    }

    public Snapshot<JsonMap> latest() {
        return store.latest();
    }

    public ApiResponse.Many list(Resource resource, String namespace, Selection selection, ListOptions options) {
        var token = options.continueToken().isEmpty() ? null : ContinueToken.decode(options.continueToken());
        if (token != null
                && !options.resourceVersion().isEmpty()
                && !options.resourceVersion().equals("0")) {
            throw ApiException.badRequest("specifying resource version is not allowed when using continue");
        }
        var scope = Scope.of(resource, namespace, selection);
        var candidates = token == null ? candidates(scope, options) : inKeyOrder(scope, at(token), token.afterKey());
        // Version 0 lets upstream answer from its cache, whole; clients count on the limit being ignored then.
        // What can be one object only has nothing after it.
        boolean whole = options.limit() <= 0
                || (options.resourceVersion().equals("0") && options.match().isEmpty())
                || !scope.key().isEmpty();
        long limit = whole ? Long.MAX_VALUE : options.limit();
        var items = new ArrayList<JsonMap>();
        int seen = 0;
        var lastKey = "";
        var entries = candidates.entries();
        while (entries.hasNext() && items.size() < limit) {
            // What is converted beyond the limit would be for nothing.
            var some = some(entries, (int) Math.min(TOGETHER, limit - items.size()));
            matching(some, resource, selection, items);
            seen += some.size();
            lastKey = some.getLast().key();
        }
        var metadata = JsonMap.of(
                "resourceVersion", Long.toString(candidates.snapshot().revision()));
        int left = candidates.size() - seen;
        if (left > 0) {
            metadata = metadata.with(
                    "continue", new ContinueToken(candidates.snapshot().revision(), lastKey).encode());
            metadata = selection.isEverything() ? metadata.with("remainingItemCount", (long) left) : metadata;
        }
        return new ApiResponse.Many(metadata, items, resource);
    }

    private static List<Entry<JsonMap>> some(Iterator<Entry<JsonMap>> entries, int most) {
        var some = new ArrayList<Entry<JsonMap>>();
        while (some.size() < most && entries.hasNext()) {
            some.add(entries.next());
        }
        return some;
    }

    private static void matching(
            List<Entry<JsonMap>> entries, Resource resource, Selection selection, List<JsonMap> matching) {
        var stored = entries.stream().map(Entry::value).toList();
        for (var object : resource.storage().fromStorage(stored)) {
            if (selection.matches(object)) {
                matching.add(object);
            }
        }
    }

    private Candidates candidates(Scope scope, ListOptions options) {
        var version = options.listRevision();
        boolean exact =
                options.match().equals("Exact") || (options.match().isEmpty() && version > 0 && options.limit() > 0);
        return exact ? inKeyOrder(scope, at(version), null) : newest(scope, newest(options, version));
    }

    /** The candidates of a state that is new enough, or of a newer one. */
    private Candidates newest(Scope scope, Snapshot<JsonMap> newest) {
        if (!scope.key().isEmpty()) {
            var entry = newest.get(scope.bucket(), scope.key());
            return Candidates.of(newest, entry == null ? List.of() : List.of(entry));
        }
        if (!scope.node().isEmpty()) {
            var bound = podsByNode.find(scope.node(), scope.prefix());
            return Candidates.of(bound.snapshot(), bound.pods());
        }
        return inKeyOrder(scope, newest, null);
    }

    private static Candidates inKeyOrder(Scope scope, Snapshot<JsonMap> snapshot, @Nullable String after) {
        var range = snapshot.range(scope.bucket(), scope.prefix(), after, Integer.MAX_VALUE);
        return new Candidates(snapshot, range.iterator(), range.size());
    }

    /** Who names no version reads what was last written, by anyone. */
    private Snapshot<JsonMap> newest(ListOptions options, long version) {
        return options.resourceVersion().isEmpty() ? store.fresh() : notOlderThan(version);
    }

    private Snapshot<JsonMap> at(long revision) {
        notOlderThan(revision);
        try {
            return store.at(revision);
        } catch (StoreException.Compacted e) {
            throw ApiException.expired("The resourceVersion for the provided list is too old.");
        }
    }

    private Snapshot<JsonMap> at(ContinueToken token) {
        if (token.isInconsistent()) {
            return store.fresh();
        }
        try {
            // Another server may have given the token, and be ahead.
            store.await(token.revision(), FRESHNESS_WAIT);
            return store.at(token.revision());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("interrupted");
        } catch (StoreException.Compacted | StoreException.FutureRevision e) {
            throw ApiException.expired(EXPIRED, token.inconsistent().encode());
        }
    }

    private Snapshot<JsonMap> notOlderThan(long revision) {
        var snapshot = store.latest();
        if (revision <= snapshot.revision()) {
            return snapshot;
        }
        try {
            store.await(revision, FRESHNESS_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var newest = store.latest();
        if (revision > newest.revision()) {
            throw ApiException.tooLargeResourceVersion(revision, newest.revision());
        }
        return newest;
    }

    /**
     * Opens a watch.
     *
     * @param selection evaluated on objects in the served version
     */
    public ApiResponse.Watching watch(Resource resource, String namespace, Selection selection, ListOptions options) {
        var scope = Scope.of(resource, namespace, selection);
        var version = ListOptions.revision(options.resourceVersion());
        boolean wantsState = options.initialEventsGiven() && options.sendInitialEvents();
        if (wantsState) {
            var candidates = newest(scope, newest(options, version));
            var initial = new ArrayList<JsonMap>();
            while (candidates.entries().hasNext()) {
                matching(some(candidates.entries(), TOGETHER), resource, selection, initial);
            }
            return watching(resource, scope, selection, candidates.snapshot().revision(), initial, options);
        }
        long from = version == 0 ? store.latest().revision() : version;
        return watching(resource, scope, selection, from, List.of(), options);
    }

    private ApiResponse.Watching watching(
            Resource resource,
            Scope scope,
            Selection selection,
            long from,
            List<JsonMap> initial,
            ListOptions options) {
        var source = new StoreWatch(
                () -> store.watch(scope.bucket(), from, scope.changes()), resource, selection, from, initial, options);
        return new ApiResponse.Watching(source, resource);
    }
}
