package dev.jibe.controllers.storagemigration;

import dev.jibe.client.AnyObject;
import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Client;
import dev.jibe.client.Paths;
import dev.jibe.object.JsonMap;
import dev.jibe.object.view.Kind;
import java.util.Map;
import java.util.Set;

/** Has every object of a resource written again, by applying nothing to it. */
final class Rewriting {

    static final String MANAGER = "storage-version-migrator-controller";

    private static final String APPLY = "application/apply-patch+yaml";
    private static final String PAGE = "500";
    /** No namespace can have that name, so nothing is listed but the revision. */
    private static final String NOWHERE = "@fake:svm_ns!";

    private static final Set<Integer> PASSING = Set.of(0, 429, 500, 503, 504);

    private final Client client;
    private final Kind<AnyObject> kind;

    Rewriting(Client client, Kind<AnyObject> kind) {
        this.client = client;
        this.kind = kind;
    }

    /** The revision that the resource has now. */
    String revision() {
        var path = Paths.collection(kind, kind.namespaced() ? NOWHERE : "");
        return client.transport()
                .send(Call.get(path, Map.of("limit", "1")))
                .body()
                .map("metadata")
                .string("resourceVersion");
    }

    /**
     * Writes all objects that have not been written since.
     *
     * @throws ApiFailure that will not pass
     * @throws PassingException if it is worth trying again
     */
    void run(String revision) {
        var next = "";
        do {
            var query = next.isEmpty() ? Map.of("limit", PAGE) : Map.of("limit", PAGE, "continue", next);
            var page = list(query);
            page.list("items").maps().filter(each -> !isLater(each, revision)).forEach(this::write);
            next = page.map("metadata").string("continue");
        } while (!next.isEmpty());
    }

    private JsonMap list(Map<String, String> query) {
        try {
            return client.transport()
                    .send(Call.get(Paths.collection(kind, ""), query))
                    .body();
        } catch (ApiFailure failure) {
            throw PASSING.contains(failure.code()) || failure.isGone() ? new PassingException(failure) : failure;
        }
    }

    private static boolean isLater(JsonMap object, String revision) {
        var own = object.map("metadata").string("resourceVersion");
        return own.length() == revision.length() ? own.compareTo(revision) > 0 : own.length() > revision.length();
    }

    private void write(JsonMap object) {
        var metadata = object.map("metadata");
        // With both, an object that has gone or come anew is a conflict, and is not made or changed.
        var body = JsonMap.of(
                "apiVersion",
                kind.apiVersion(),
                "kind",
                kind.kind(),
                "metadata",
                JsonMap.of("uid", metadata.string("uid"), "resourceVersion", metadata.string("resourceVersion")));
        var path = Paths.object(kind, metadata.string("namespace"), metadata.string("name"));
        try {
            client.transport().send(new Call("PATCH", path, Map.of("fieldManager", MANAGER), APPLY, body));
        } catch (ApiFailure failure) {
            if (failure.isConflict()) {
                return;
            }
            throw PASSING.contains(failure.code()) ? new PassingException(failure) : failure;
        }
    }

    /** A failure that may be over by the next try. */
    static final class PassingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PassingException(ApiFailure cause) {
            super(cause.getMessage(), cause);
        }
    }
}
