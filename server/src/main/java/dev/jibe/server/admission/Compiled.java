package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.store.Entry;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The objects of a bucket in a form that is made once for each of their versions.
 *
 * <p>Reading them costs a look at the store's newest state; nothing is made anew while that stays the same.
 *
 * @param <T> the form
 */
public final class Compiled<T> {

    private final Store<JsonMap> store;
    private final String bucket;
    private final Function<JsonMap, T> compiler;
    private volatile Map<String, Known<T>> known = Map.of();

    private record Known<T>(long revision, T form) {}

    public Compiled(Store<JsonMap> store, String bucket, Function<JsonMap, T> compiler) {
        this.store = store;
        this.bucket = bucket;
        this.compiler = compiler;
    }

    /** All of them, in the order of their names. */
    public List<T> all() {
        var snapshot = store.latest();
        int count = snapshot.count(bucket, "");
        if (count == 0) {
            return List.of();
        }
        var before = known;
        var forms = new ArrayList<T>(count);
        var now = new HashMap<String, Known<T>>();
        boolean changed = before.size() != count;
        for (Entry<JsonMap> entry : snapshot.range(bucket)) {
            var form = before.get(entry.key());
            if (form == null || form.revision() != entry.modRevision()) {
                form = new Known<>(entry.modRevision(), compiler.apply(entry.value()));
                changed = true;
            }
            now.put(entry.key(), form);
            forms.add(form.form());
        }
        if (changed) {
            known = now;
        }
        return forms;
    }
}
