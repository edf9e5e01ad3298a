package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.admission.AdmissionMetrics.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The admission plugins in their order: first all that change, later all that refuse. */
public final class AdmissionChain {

    /** A plugin and where its times are noted. */
    private record Change(Admission.Mutating plugin, Times times) {}

    private record Check(Admission.Validating plugin, Times times) {}

    private final List<Change> changes;
    private final List<Check> checks;
    private final AdmissionMetrics metrics;

    private AdmissionChain(List<Change> changes, List<Check> checks, AdmissionMetrics metrics) {
        this.changes = List.copyOf(changes);
        this.checks = List.copyOf(checks);
        this.metrics = metrics;
    }

    /**
     * These plugins, and none of the server's own.
     *
     * @param plugins by their names, in their order
     */
    public static AdmissionChain of(Map<String, Admission> plugins, Metrics measured, Clock clock) {
        var metrics = new AdmissionMetrics(measured, clock);
        var changes = new ArrayList<Change>();
        var checks = new ArrayList<Check>();
        plugins.forEach((name, plugin) -> {
            if (plugin instanceof Admission.Mutating mutating) {
                changes.add(new Change(mutating, metrics.ofPlugin(name, AdmissionMetrics.ADMIT)));
            }
            if (plugin instanceof Admission.Validating validating) {
                checks.add(new Check(validating, metrics.ofPlugin(name, AdmissionMetrics.VALIDATE)));
            }
        });
        return new AdmissionChain(changes, checks, metrics);
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
            metrics.admitting().note(attributes.operation(), rejected, metrics.now() - begun);
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
        long begun = metrics.now();
        for (var change : changes) {
            boolean rejected = true;
            try {
                current = current.with(change.plugin().mutate(current));
                rejected = false;
            } finally {
                begun = noted(change.times(), attributes, rejected, begun);
            }
        }
        return current;
    }

    public void validate(Attributes attributes) {
        long all = metrics.now();
        boolean refused = true;
        try {
            check(attributes, all);
            refused = false;
        } finally {
            metrics.validating().note(attributes.operation(), refused, metrics.now() - all);
        }
    }

    private void check(Attributes attributes, long all) {
        long begun = all;
        for (var check : checks) {
            boolean rejected = true;
            try {
                check.plugin().validate(attributes);
                rejected = false;
            } finally {
                begun = noted(check.times(), attributes, rejected, begun);
            }
        }
    }

    /** The end of one plugin, which is the beginning of the next. */
    private long noted(Times times, Attributes attributes, boolean rejected, long begun) {
        long ended = metrics.now();
        times.note(attributes.operation(), rejected, ended - begun);
        return ended;
    }

    /** These, and another one of the server's own before the checks, which is not timed by itself. */
    public AdmissionChain and(Admission.Mutating last) {
        var all = new ArrayList<>(changes);
        all.add(new Change(last, Times.NONE));
        return new AdmissionChain(all, checks, metrics);
    }

    /** With one that looks before all others at what is to be written, whatever plugins are on. */
    public AdmissionChain first(Admission.Validating check) {
        var all = new ArrayList<>(checks);
        all.addFirst(new Check(check, Times.NONE));
        return new AdmissionChain(changes, all, metrics);
    }

    /** Both, for what has no state that could change. */
    public void admit(Attributes attributes) {
        validate(attributes.with(mutate(attributes)));
    }
}
