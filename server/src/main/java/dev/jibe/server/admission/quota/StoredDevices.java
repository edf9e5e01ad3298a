package dev.jibe.server.admission.quota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quota.DeviceKnowledge;
import dev.jibe.store.Entry;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;

/** What the store knows of devices, at the moment that it is asked. */
record StoredDevices(Store<JsonMap> store) implements DeviceKnowledge {

    @Override
    public Collection<JsonMap> classes() {
        return all("deviceclasses.resource.k8s.io", "");
    }

    @Override
    public Optional<JsonMap> pod(String namespace, String name) {
        return Optional.ofNullable(store.latest().get("pods", namespace + "/" + name))
                .map(Entry::value);
    }

    @Override
    public Collection<JsonMap> claims(String namespace) {
        return all("resourceclaims.resource.k8s.io", namespace + "/");
    }

    private Collection<JsonMap> all(String bucket, String prefix) {
        var found = new ArrayList<JsonMap>();
        for (var entry : store.latest().range(bucket, prefix, null, Integer.MAX_VALUE)) {
            found.add(entry.value());
        }
        return found;
    }
}
