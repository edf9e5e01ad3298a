package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;

/** The admission plugins in their order: first all that change, later all that refuse. */
public final class AdmissionChain {

    private static final String ADMIT = "admit";
    private static final String VALIDATE = "validate";

    private final List<Admission> plugins;
    private final AdmissionMetrics metrics;

    AdmissionChain(List<Admission> plugins, AdmissionMetrics metrics) {
        this.plugins = List.copyOf(plugins);
        this.metrics = metrics;
    }

    /**
     * The object as the plugins want it.
     *
     * @throws dev.jibe.server.request.ApiException if one of them refuses it
     */
    public JsonMap mutate(Attributes attributes) {
        long begun = metrics.now();
        boolean rejected = true;
        try {
            var result = passes(attributes);
            rejected = false;
            return result;
        } finally {
            metrics.step(attributes, ADMIT, rejected, begun);
        }
    }

    private JsonMap passes(Attributes attributes) {
        var first = pass(attributes);
        if (!attributes.reinvocation().isWanted()) {
            return first.object();
        }
        attributes.reinvocation().begin();
        return pass(first).object();
    }

    private Attributes pass(Attributes attributes) {
        var current = attributes;
        for (int i = 0; i < plugins.size(); i++) {
            long begun = metrics.now();
            boolean rejected = true;
            try {
                current = current.with(plugins.get(i).mutate(current));
                rejected = false;
            } finally {
                metrics.plugin(i, attributes, ADMIT, rejected, begun);
            }
        }
        return current;
    }

    public void validate(Attributes attributes) {
        long all = metrics.now();
        boolean refused = true;
        try {
            for (int i = 0; i < plugins.size(); i++) {
                long begun = metrics.now();
                boolean rejected = true;
                try {
                    plugins.get(i).validate(attributes);
                    rejected = false;
                } finally {
                    metrics.plugin(i, attributes, VALIDATE, rejected, begun);
                }
            }
            refused = false;
        } finally {
            metrics.step(attributes, VALIDATE, refused, all);
        }
    }

    /** These, and another one behind them. */
    public AdmissionChain and(Admission last) {
        var all = new ArrayList<>(plugins);
        all.add(last);
        return new AdmissionChain(all, metrics);
    }

    /** Both, for what has no state that could change. */
    public void admit(Attributes attributes) {
        validate(attributes.with(mutate(attributes)));
    }
}
