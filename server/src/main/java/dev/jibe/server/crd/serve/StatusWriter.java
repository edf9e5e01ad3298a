package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.registry.ownership.Writer;
import java.util.ArrayList;
import java.util.function.UnaryOperator;

/** Writes what the server has decided about definitions, by the way that all writes take. */
public final class StatusWriter {

    private final Writing writing;
    private final Resource definitions;
    private final User user;

    /** @param user in whose name the status is written */
    public StatusWriter(Writing writing, Resource definitions, User user) {
        this.writing = writing;
        this.definitions = definitions;
        this.user = user;
    }

    /** Writes the status of a definition that is otherwise as the store has it. */
    void write(JsonMap definition) {
        update(definition.map("metadata").string("name"), Part.STATUS, old -> definition);
    }

    /** Changes anything of a definition. */
    void change(String name, UnaryOperator<JsonMap> change) {
        update(name, Part.INTERNAL, change);
    }

    private void update(String name, Part part, UnaryOperator<JsonMap> change) {
        writing.update(
                definitions,
                "",
                name,
                part,
                change,
                new WriteContext(user, false, new ArrayList<>(), Writer.of("kube-apiserver", "status")));
    }
}
