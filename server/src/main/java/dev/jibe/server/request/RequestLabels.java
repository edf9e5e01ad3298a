package dev.jibe.server.request;

import java.util.ArrayList;
import java.util.List;

/** What requests are told apart by in metrics, under upstream's names. */
record RequestLabels(
        String component,
        String group,
        String resource,
        String scope,
        String subresource,
        String verb,
        String version) {

    private static final List<String> NAMES =
            List.of("component", "group", "resource", "scope", "subresource", "verb", "version");

    static RequestLabels of(RequestInfo info, String verb) {
        return new RequestLabels(
                "apiserver",
                info.group(),
                info.resource(),
                RequestMetrics.scope(info),
                info.subresource(),
                verb,
                info.version());
    }

    /** Of something that is served and is no resource. */
    static RequestLabels of(String path, String verb) {
        return new RequestLabels("", "", "", "", path, verb, "");
    }

    /** The names of the labels, after some others. */
    static String[] names(String... others) {
        return after(List.of(others), NAMES);
    }

    /** The values, after those of the others. */
    String[] values(String... others) {
        return after(List.of(others), List.of(component, group, resource, scope, subresource, verb, version));
    }

    private static String[] after(List<String> first, List<String> rest) {
        var all = new ArrayList<>(first);
        all.addAll(rest);
        return all.toArray(String[]::new);
    }
}
