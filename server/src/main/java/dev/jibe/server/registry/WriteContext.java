package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.admission.Feedback;
import dev.jibe.server.admission.Reinvocation;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.ownership.Writer;
import java.util.List;

/**
 * What a write needs to know besides the object.
 *
 * @param feedback collects what the client is told although the write succeeds
 * @param writer whose the written fields become
 * @param options of the request, as admission sees them
 * @param verb of an update, as it is asked for: update or patch
 * @param received what the request said in so many words
 */
public record WriteContext(
        User user,
        boolean dryRun,
        Feedback feedback,
        Writer writer,
        Gate gate,
        JsonMap options,
        String verb,
        Received received) {

    public WriteContext(User user, boolean dryRun, List<String> warnings, Writer writer) {
        this(user, dryRun, Feedback.of(warnings), writer, Gate.WHOLE, JsonMap.EMPTY, "update", new Received());
    }

    /** A write that nobody's fields are noted for. */
    public WriteContext(User user, boolean dryRun, List<String> warnings) {
        this(user, dryRun, warnings, Writer.NONE);
    }

    public List<String> warnings() {
        return feedback.warnings();
    }

    public WriteContext with(Gate other) {
        return new WriteContext(user, dryRun, feedback, writer, other, options, verb, received);
    }

    public WriteContext with(Writer other) {
        return new WriteContext(user, dryRun, feedback, other, gate, options, verb, received);
    }

    public WriteContext withOptions(JsonMap other) {
        return new WriteContext(user, dryRun, feedback, writer, gate, other, verb, received);
    }

    /** The same, asked for by another verb. */
    public WriteContext by(String other) {
        return new WriteContext(user, dryRun, feedback, writer, gate, options, other, received);
    }

    /**
     * What admission is to look at.
     *
     * @param subresource empty for the resource itself
     */
    public Attributes attributes(
            Operation operation,
            Resource resource,
            String subresource,
            String namespace,
            String name,
            JsonMap object,
            JsonMap old) {
        return new Attributes(
                operation,
                new Attributes.Target(resource, subresource, namespace, name),
                object,
                old,
                new Attributes.Asking(options, user, dryRun, feedback, new Reinvocation()));
    }
}
