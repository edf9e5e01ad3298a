package dev.jibe.testkit;

import dev.jibe.client.Client;
import dev.jibe.client.EventStream;
import dev.jibe.client.Selectors;
import dev.jibe.object.api.v1.Namespace;
import dev.jibe.object.api.v1.ServiceAccount;

/** The namespace that was made for one test method; it is not deleted after it, but goes with the cluster. */
public record TestNamespace(String name) {

    /**
     * Makes a namespace, and waits for its service account {@code default}: without it no pod can be created.
     *
     * @throws TestkitException if the watch ends before the account is there
     */
    static TestNamespace create(Client client, String name) {
        client.of(Namespace.KIND).create(Namespace.KIND.create("", name));
        var account = Selectors.fields("metadata.name=default");
        try (EventStream events = client.of(ServiceAccount.KIND).watch(name, account, "")) {
            for (var event = events.next(); event != null; event = events.next()) {
                if (event.type().equals("ADDED")) {
                    return new TestNamespace(name);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestkitException("interrupted while waiting for the namespace " + name, e);
        }
        throw new TestkitException("the watch ended before the namespace " + name + " had its service account");
    }

    @Override
    public String toString() {
        return name;
    }
}
