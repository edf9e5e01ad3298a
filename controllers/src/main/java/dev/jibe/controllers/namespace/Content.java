package dev.jibe.controllers.namespace;

import dev.jibe.client.AnyObject;
import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Discovery.Served;
import dev.jibe.client.Selectors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Everything in one namespace, of whatever kind the API serves, and its deletion. */
final class Content {
    private final Client client;
    private final String namespace;
    private final List<Remainder> left = new ArrayList<>();
    private final List<String> silent = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    Content(Client client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    List<Remainder> left() {
        return left;
    }

    List<String> silent() {
        return silent;
    }

    List<String> failures() {
        return failures;
    }

    /** Tells everything to go: pods, and only when there are none any more the rest. */
    void delete() {
        var found = client.discovery().preferred();
        silent.addAll(found.silent());
        delete(found.resources(), Content::isPods);
        if (left.isEmpty() && failures.isEmpty()) {
            delete(found.resources(), served -> !isPods(served));
        }
    }

    private static boolean isPods(Served served) {
        return served.kind().group().isEmpty() && served.kind().plural().equals("pods");
    }

    private void delete(List<Served> resources, Predicate<Served> which) {
        for (var served : resources) {
            if (served.kind().namespaced() && served.can("list", "delete") && which.test(served)) {
                deleteAll(served);
            }
        }
    }

    private void deleteAll(Served served) {
        var resource = client.of(served.kind());
        var name = name(served);
        try {
            var present = resource.list(namespace, Selectors.ALL).items();
            if (present.isEmpty()) {
                return;
            }
            var deletion = Deletion.DEFAULT.with(Deletion.Propagation.BACKGROUND);
            if (served.can("deletecollection")) {
                resource.deleteCollection(namespace, Selectors.ALL, deletion);
            } else {
                present.forEach(object -> resource.delete(namespace, object.name(), deletion));
            }
            var after = resource.list(namespace, Selectors.ALL).items();
            if (!after.isEmpty()) {
                left.add(Remainder.of(name, after.stream().map(AnyObject::tree).toList()));
            }
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) {
                failures.add(name + ": " + failure.getMessage());
            }
        }
    }

    /** As upstream prints a group and resource: with a dot even after one of the core group. */
    private static String name(Served served) {
        return served.kind().plural() + "." + served.kind().group();
    }
}
