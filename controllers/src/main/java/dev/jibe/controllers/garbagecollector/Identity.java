package dev.jibe.controllers.garbagecollector;

import dev.jibe.client.AnyObject;
import dev.jibe.object.view.Kind;

/** Which object, of whatever kind. */
record Identity(String group, String plural, String namespace, String name) {

    static Identity of(Kind<?> kind, AnyObject object) {
        return new Identity(kind.group(), kind.plural(), object.namespace(), object.name());
    }

    @Override
    public String toString() {
        var resource = group.isEmpty() ? plural : plural + "." + group;
        return resource + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
