package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;

/** The admission plugins in their order: first all that change, later all that refuse. */
public record AdmissionChain(List<Admission> plugins) {

    public AdmissionChain {
        plugins = List.copyOf(plugins);
    }

    /**
     * The object as the plugins want it.
     *
     * @throws dev.jibe.server.request.ApiException if one of them refuses it
     */
    public JsonMap mutate(Attributes attributes) {
        var first = pass(attributes);
        if (!attributes.reinvocation().isWanted()) {
            return first.object();
        }
        attributes.reinvocation().begin();
        return pass(first).object();
    }

    private Attributes pass(Attributes attributes) {
        var current = attributes;
        for (var plugin : plugins) {
            current = current.with(plugin.mutate(current));
        }
        return current;
    }

    public void validate(Attributes attributes) {
        plugins.forEach(plugin -> plugin.validate(attributes));
    }

    /** These, and another one behind them. */
    public AdmissionChain and(Admission last) {
        var all = new ArrayList<>(plugins);
        all.add(last);
        return new AdmissionChain(all);
    }

    /** Both, for what has no state that could change. */
    public void admit(Attributes attributes) {
        validate(attributes.with(mutate(attributes)));
    }
}
