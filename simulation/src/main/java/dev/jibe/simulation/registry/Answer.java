package dev.jibe.simulation.registry;

import dev.jibe.client.ApiFailure;
import dev.jibe.object.JsonMap;
import java.util.Set;
import java.util.TreeSet;

/** How a call ended. */
sealed interface Answer {

    record Done(JsonMap body) implements Answer {

        @Override
        public String toString() {
            return "done, version " + body.map("metadata").string("resourceVersion");
        }
    }

    /**
     * It was refused.
     *
     * @param fields those of which others are the owners
     */
    record Refused(int code, String reason, String message, Set<String> fields) implements Answer {}

    /** The server stopped; whether it did what it was asked to is not known. */
    record Lost() implements Answer {}

    static Answer of(ApiFailure failure) {
        if (failure.code() == 0 || failure.code() >= 500) {
            return new Lost();
        }
        var fields = new TreeSet<String>();
        failure.status()
                .map("details")
                .list("causes")
                .maps()
                .filter(cause -> cause.string("reason").equals("FieldManagerConflict"))
                .forEach(cause -> fields.add(path(cause.string("field"))));
        return new Refused(failure.code(), failure.reason(), String.valueOf(failure.getMessage()), fields);
    }

    /** Of {@code .metadata.labels.x} or {@code .metadata.finalizers[...]}, the model's name. */
    private static String path(String field) {
        var path = field.substring(1);
        path = path.startsWith("metadata.") ? path.substring("metadata.".length()) : path;
        int dot = path.indexOf('.');
        int bracket = path.indexOf("[=");
        if (bracket >= 0) {
            return path.substring(0, bracket) + "/" + path.substring(bracket + 3, path.length() - 2);
        }
        return dot < 0 ? path + "/" : path.substring(0, dot) + "/" + path.substring(dot + 1);
    }
}
