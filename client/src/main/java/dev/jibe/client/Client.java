package dev.jibe.client;

import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;

/** The typed client: {@code client.of(Pod.KIND).get("default", "web")}. Costs nothing to make, and holds no state. */
public final class Client {
    private final Transport transport;

    public Client(Transport transport) {
        this.transport = transport;
    }

    public <T extends ApiObject> Resource<T> of(Kind<T> kind) {
        return new Resource<>(transport, kind);
    }

    public Discovery discovery() {
        return new Discovery(transport);
    }

    public Transport transport() {
        return transport;
    }
}
