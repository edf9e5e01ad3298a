package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import java.util.List;

/** The admission plugins in their order: first all that change, then all that refuse. */
public record AdmissionChain(List<Admission> plugins) {

    public AdmissionChain {
        plugins = List.copyOf(plugins);
    }

    public JsonMap mutate(Attributes attributes) {
        var object = attributes.object();
        for (var plugin : plugins) {
            object = plugin.mutate(attributes.with(object));
        }
        return object;
    }

    public void validate(Attributes attributes) {
        plugins.forEach(plugin -> plugin.validate(attributes));
    }
}
