package dev.jibe.simulation.registry;

import dev.jibe.object.JsonMap;
import java.util.List;

/** One object of the trial, there or not. */
record Subject(Sort sort, String namespace, String name) {

    static final List<String> NAMESPACES = List.of("one", "two");
    static final String BOUND = "bound";

    String collection() {
        return sort.root() + "/namespaces/" + namespace + "/" + sort.plural();
    }

    String path() {
        return collection() + "/" + name;
    }

    /** Whether it is a pod with a node, which is given time to end. */
    boolean isBound() {
        return sort == Sort.POD && name.startsWith(BOUND);
    }

    static Subject of(Sort sort, JsonMap object) {
        var metadata = object.map("metadata");
        return new Subject(sort, metadata.string("namespace"), metadata.string("name"));
    }

    /** Whether an object is the trial's: the server keeps ConfigMaps of its own. */
    static boolean isOurs(JsonMap object) {
        return NAMESPACES.contains(object.map("metadata").string("namespace"));
    }

    @Override
    public String toString() {
        return sort.kind() + " " + namespace + "/" + name;
    }
}
