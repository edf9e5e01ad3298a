package dev.jibe.client.memory;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Event;
import dev.jibe.client.EventStream;
import dev.jibe.client.Reply;
import dev.jibe.client.Transport;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.patch.MergePatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An API server in memory: list, watch, create, update, patch (merge) and delete of any resource, with resource versions,
 * uids, conflicts, finalizers and expired history. It checks nothing else.
 */
public final class MemoryApi implements Transport {
    private final Map<String, JsonMap> objects = new TreeMap<>();
    private final List<MemoryWatch> watches = new ArrayList<>();
    private final List<Happened> history = new ArrayList<>();

    /** A change, for watches that begin before it. */
    private record Happened(long revision, String key, Event event) {}

    private final List<Call> calls = new ArrayList<>();
    private long revision = 100;
    private long forgotten;
    private int uids;

    @Override
    public synchronized Reply send(Call call) {
        calls.add(call);
        var path = MemoryPath.parse(call.path());
        var body = call.body() instanceof JsonMap map ? map : JsonMap.EMPTY;
        return switch (call.method()) {
            case "GET" -> path.isCollection() ? list(path) : ok(existing(path));
            case "POST" -> create(path, body);
            case "PUT" -> ok(replace(path, body));
            case "PATCH" -> ok(patch(path, body));
            case "DELETE" -> ok(delete(path));
            default -> throw ApiFailure.of(405, "MethodNotAllowed", call.toString());
        };
    }

    @Override
    public synchronized EventStream watch(Call call) {
        long from = Long.parseLong(call.query().getOrDefault("resourceVersion", "0"));
        if (from < forgotten) {
            throw ApiFailure.of(410, "Expired", "too old resource version: " + from);
        }
        var watch = new MemoryWatch(MemoryPath.parse(call.path()).prefix());
        history.stream()
                .filter(happened -> happened.revision() > from && happened.key().startsWith(watch.prefix()))
                .forEach(happened -> watch.offer(happened.event()));
        watches.add(watch);
        return watch;
    }

    /** Ends all watches; what comes after them is known by a resource version from now on only. */
    public synchronized void expireHistory() {
        forgotten = ++revision;
        breakWatches();
    }

    /** Ends all watches, as a server does from time to time. */
    public synchronized void breakWatches() {
        watches.forEach(MemoryWatch::close);
        watches.clear();
    }

    /** Tells watches how far the API has come. */
    public synchronized long bookmark() {
        revision++;
        var metadata = JsonMap.of("resourceVersion", Long.toString(revision));
        watches.forEach(watch -> watch.offer(new Event(Event.BOOKMARK, JsonMap.of("metadata", metadata))));
        return revision;
    }

    /** Calls so far of one method. */
    public synchronized long count(String method) {
        return calls.stream().filter(call -> call.method().equals(method)).count();
    }

    @Override
    public void close() {}

    private Reply list(MemoryPath path) {
        var items = objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(path.prefix()))
                .map(Map.Entry::getValue)
                .toList();
        var metadata = JsonMap.of("resourceVersion", Long.toString(revision));
        return ok(JsonMap.of("metadata", metadata, "items", JsonList.copyOf(items)));
    }

    private Reply create(MemoryPath path, JsonMap body) {
        var metadata = body.map("metadata");
        var name =
                metadata.string("name").isEmpty() ? metadata.string("generateName") + ++uids : metadata.string("name");
        var target = path.child(name);
        if (objects.containsKey(target.key())) {
            throw ApiFailure.of(409, "AlreadyExists", name + " already exists");
        }
        var created = body.withAt(name, "metadata", "name").withAt("uid-" + ++uids, "metadata", "uid");
        return new Reply(201, store(Event.ADDED, target, created), List.of());
    }

    private JsonMap replace(MemoryPath path, JsonMap body) {
        var before = existing(path);
        var expected = body.map("metadata").string("resourceVersion");
        check(expected, before.map("metadata").string("resourceVersion"));
        var next = path.isStatus() ? before.with("status", body.map("status")) : body;
        return settle(path, next.withAt(before.map("metadata").string("uid"), "metadata", "uid"));
    }

    private JsonMap patch(MemoryPath path, JsonMap body) {
        var before = existing(path);
        check(body.map("metadata").string("uid"), before.map("metadata").string("uid"));
        check(
                body.map("metadata").string("resourceVersion"),
                before.map("metadata").string("resourceVersion"));
        return settle(path, MergePatch.apply(before, body));
    }

    private JsonMap delete(MemoryPath path) {
        var before = existing(path);
        if (before.map("metadata").list("finalizers").isEmpty()) {
            return remove(path, before);
        }
        return store(Event.MODIFIED, path, before.withAt("2026-01-01T00:00:00Z", "metadata", "deletionTimestamp"));
    }

    /** Stores the object, or lets it go if it waited for its last finalizer only. */
    private JsonMap settle(MemoryPath path, JsonMap next) {
        var metadata = next.map("metadata");
        boolean goes =
                metadata.has("deletionTimestamp") && metadata.list("finalizers").isEmpty();
        return goes ? remove(path, next) : store(Event.MODIFIED, path, next);
    }

    private JsonMap remove(MemoryPath path, JsonMap last) {
        objects.remove(path.key());
        var told = last.withAt(Long.toString(++revision), "metadata", "resourceVersion");
        tell(Event.DELETED, path, told);
        return told;
    }

    private JsonMap store(String type, MemoryPath path, JsonMap object) {
        var stored = object.withAt(Long.toString(++revision), "metadata", "resourceVersion");
        objects.put(path.key(), stored);
        tell(type, path, stored);
        return stored;
    }

    private void tell(String type, MemoryPath path, JsonMap object) {
        history.add(new Happened(revision, path.key(), new Event(type, object)));
        for (var watch : watches) {
            if (path.key().startsWith(watch.prefix())) {
                watch.offer(new Event(type, object));
            }
        }
    }

    private JsonMap existing(MemoryPath path) {
        var found = objects.get(path.key());
        if (found == null) {
            throw ApiFailure.of(404, "NotFound", path.key() + " not found");
        }
        return found;
    }

    private static void check(String expected, String actual) {
        if (!expected.isEmpty() && !expected.equals(actual)) {
            throw ApiFailure.of(409, "Conflict", "expected " + expected + " and found " + actual);
        }
    }

    private static Reply ok(JsonMap body) {
        return new Reply(200, body, List.of());
    }
}
