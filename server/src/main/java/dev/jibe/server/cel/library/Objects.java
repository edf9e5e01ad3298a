package dev.jibe.server.cel.library;

import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.MadeMap;
import dev.jibe.server.cel.MadeObject;
import java.util.List;
import java.util.Map;

/**
 * Objects that expressions make, such as {@code Object.spec{replicas: 1}}, and what helps with patches.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/">Mutating Admission
 * Policy</a>.
 */
final class Objects implements Functions {

    private static final String ROOT = "Object";

    @Override
    public List<String> signatures() {
        return List.of("jsonpatch.escapeKey(string): string");
    }

    @Override
    public Map<String, Function> functions() {
        return Map.of(
                MadeObject.FUNCTION,
                values -> made((String) values.get(0), (MadeMap) values.get(1)),
                "jsonpatch.escapeKey",
                values -> ((String) values.getFirst()).replace("~", "~0").replace("/", "~1"));
    }

    /** Objects inside of others are named by the path that leads to them. */
    private static MadeObject made(String name, MadeMap fields) {
        if (name.equals(ROOT) || name.startsWith(ROOT + ".")) {
            for (var key : fields.keys()) {
                check(name + "." + key, fields.get(key));
            }
        }
        return new MadeObject(name, fields);
    }

    private static void check(String path, @org.jspecify.annotations.Nullable Object value) {
        if (value instanceof MadeObject inner && !inner.name().equals(path)) {
            throw new CelFailure("unexpected type name \"" + inner.name() + "\", expected \"" + path
                    + "\", which matches field name path from root Object type");
        }
        if (value instanceof List<?> items) {
            items.forEach(item -> check(path, item));
        }
    }
}
