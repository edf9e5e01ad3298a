package dev.jibe.testkit;

import dev.jibe.client.Client;
import dev.jibe.client.Patch;
import dev.jibe.object.JsonMap;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import dev.jibe.object.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Objects of a namespace, written as YAML without what is the same for all. */
record Yamls(Client client, String namespace) {

    <T extends ApiObject> T create(Kind<T> kind, String name, String yaml) {
        var tree = (JsonMap) Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8));
        var metadata = tree.map("metadata").with("name", name);
        metadata = kind.namespaced() ? metadata.with("namespace", namespace) : metadata;
        return client.of(kind)
                .create(kind.of(tree.with("apiVersion", kind.apiVersion())
                        .with("kind", kind.kind())
                        .with("metadata", metadata)));
    }

    <T extends ApiObject> T get(Kind<T> kind, String name) {
        return client.of(kind).get(kind.namespaced() ? namespace : "", name);
    }

    <T extends ApiObject> void await(Kind<T> kind, String name, Predicate<T> state) {
        Samples.await()
                .until(() -> client.of(kind)
                        .find(kind.namespaced() ? namespace : "", name)
                        .filter(state)
                        .isPresent());
    }

    <T extends ApiObject> void awaitGone(Kind<T> kind, String name) {
        Samples.await()
                .until(() -> client.of(kind)
                        .find(kind.namespaced() ? namespace : "", name)
                        .isEmpty());
    }

    <T extends ApiObject> void change(Kind<T> kind, String name, String yaml) {
        var tree = (JsonMap) Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8));
        client.of(kind).patch(kind.namespaced() ? namespace : "", name, new Patch.Merge(tree));
    }
}
