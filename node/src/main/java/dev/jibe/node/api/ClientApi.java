package dev.jibe.node.api;

import dev.jibe.client.AnyObject;
import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Selectors;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.node.allocation.ResizeConditions;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.api.certificates.v1beta1.PodCertificateRequest;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Secret;
import dev.jibe.object.api.v1.Service;
import dev.jibe.object.api.v1.ServiceAccount;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import dev.jibe.runtime.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The API through a client, with caches of what many pods read. */
public final class ClientApi implements ClusterApi, AutoCloseable {

    /** Who is told that a ConfigMap or Secret changed. */
    @FunctionalInterface
    public interface SourceListener {
        void onChange(ApiObject source);
    }

    private static final Kind<AnyObject> TRUST_BUNDLE =
            AnyObject.kind("certificates.k8s.io", "v1beta1", "ClusterTrustBundle", "clustertrustbundles", false);

    private final Client client;
    private final Sight sight;
    private final EventRecorder events;
    private final Informer<ConfigMap> configMaps;
    private final Informer<Secret> secrets;
    private final Informer<Service> services;
    private final String nodeName;
    private final CertificateWatch requests;

    public ClientApi(Client client, String nodeName, Sight sight, Clock clock) {
        this.client = client;
        this.sight = sight;
        this.events = new EventRecorder(client, "kubelet", nodeName, clock);
        this.configMaps = Informer.of(client, ConfigMap.KIND, Selectors.ALL, clock);
        this.secrets = Informer.of(client, Secret.KIND, Selectors.ALL, clock);
        this.services = Informer.of(client, Service.KIND, Selectors.ALL, clock);
        this.nodeName = nodeName;
        this.requests = new CertificateWatch(client, nodeName, clock);
    }

    public void start(SourceListener listener) throws InterruptedException {
        services.start();
        requests.tell(listener);
        if (sight == Sight.EVERYTHING) {
            configMaps.onChange(change -> listener.onChange(change.object()));
            secrets.onChange(change -> listener.onChange(change.object()));
            configMaps.start();
            secrets.start();
            configMaps.awaitSynced();
            secrets.awaitSynced();
        }
        services.awaitSynced();
    }

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
        return configMaps
                .cache()
                .get(namespace, name)
                .or(() -> client.of(ConfigMap.KIND).find(namespace, name));
    }

    @Override
    public Optional<Secret> secret(String namespace, String name) {
        return secrets.cache()
                .get(namespace, name)
                .or(() -> client.of(Secret.KIND).find(namespace, name));
    }

    @Override
    public Optional<JsonMap> trustBundle(String name) {
        return client.of(TRUST_BUNDLE).find("", name).map(AnyObject::tree);
    }

    @Override
    public List<JsonMap> trustBundles(String signer) {
        return client.of(TRUST_BUNDLE).list("", Selectors.fields("spec.signerName=" + signer)).items().stream()
                .map(AnyObject::tree)
                .toList();
    }

    /** Nobody watches requests before there is one: they may not be served at all. */
    @Override
    public String requestCertificate(Pod pod, JsonMap wanted) {
        var account =
                client.of(ServiceAccount.KIND).get(pod.namespace(), pod.spec().serviceAccountName());
        var node = client.of(Node.KIND).get("", nodeName);
        requests.watch();
        var spec = wanted.with("podName", pod.name())
                .with("podUID", pod.uid())
                .with("serviceAccountName", account.name())
                .with("serviceAccountUID", account.uid())
                .with("nodeName", nodeName)
                .with("nodeUID", node.uid());
        var metadata = JsonMap.of(
                "namespace",
                pod.namespace(),
                "generateName",
                "req-",
                "ownerReferences",
                JsonList.of(JsonMap.of("apiVersion", "v1", "kind", "Pod", "name", pod.name(), "uid", pod.uid())));
        var request = PodCertificateRequest.KIND
                .create(pod.namespace(), "")
                .tree()
                .with("metadata", metadata)
                .with("spec", spec);
        return client.of(PodCertificateRequest.KIND)
                .create(PodCertificateRequest.KIND.of(request))
                .name();
    }

    @Override
    public Optional<PodCertificateRequest> certificateRequest(String namespace, String name) {
        return client.of(PodCertificateRequest.KIND).find(namespace, name);
    }

    @Override
    public Optional<PersistentVolumeClaim> claim(String namespace, String name) {
        return client.of(PersistentVolumeClaim.KIND).find(namespace, name);
    }

    @Override
    public Optional<PersistentVolume> volume(String name) {
        return client.of(PersistentVolume.KIND).find("", name);
    }

    /** Those of the pod's namespace, and the API server's own. */
    @Override
    public List<Service> services(String namespace) {
        var found = new ArrayList<>(services.cache().inNamespace(namespace));
        if (!namespace.equals("default")) {
            services.cache().get("default", "kubernetes").ifPresent(found::add);
        }
        return found;
    }

    @Override
    public Token token(Pod pod, String audience, long expirationSeconds) {
        JsonMap spec = JsonMap.of(
                "expirationSeconds",
                expirationSeconds,
                "audiences",
                audience.isEmpty() ? JsonList.EMPTY : JsonList.of(audience),
                "boundObjectRef",
                JsonMap.of("apiVersion", "v1", "kind", "Pod", "name", pod.name(), "uid", pod.uid()));
        String account = pod.spec().serviceAccountName().isEmpty()
                ? "default"
                : pod.spec().serviceAccountName();
        JsonMap answer = client.of(ServiceAccount.KIND)
                .post(
                        pod.namespace(),
                        account,
                        "token",
                        JsonMap.of("apiVersion", "authentication.k8s.io/v1", "kind", "TokenRequest", "spec", spec));
        JsonMap status = answer.map("status");
        return new Token(status.string("token"), Instant.parse(status.string("expirationTimestamp")));
    }

    /** Lists of conditions and addresses merge by key; where addresses change, they must be replaced instead. */
    @Override
    public void patchStatus(Pod pod, JsonMap status) {
        JsonMap body = JsonMap.of("metadata", JsonMap.of("uid", pod.uid()), "status", status);
        boolean moved = pod.status().hasPodIP() && !pod.status().podIP().equals(status.string("podIP"));
        JsonMap merged = body.withAt(erasing(status.list("conditions")), "status", "conditions");
        for (String type : ResizeConditions.ALL) {
            if (status.list("conditions")
                    .maps()
                    .noneMatch(condition -> condition.string("type").equals(type))) {
                JsonMap gone = JsonMap.of("$patch", "delete", "type", type);
                merged = merged.withAt(merged.map("status").list("conditions").with(gone), "status", "conditions");
            }
        }
        Patch patch = moved ? new Patch.Merge(body) : new Patch.Strategic(merged);
        client.of(Pod.KIND).patchStatus(pod.namespace(), pod.name(), patch);
    }

    /** Where conditions merge, what one no longer says must be taken away by name. */
    private static JsonList erasing(JsonList conditions) {
        return conditions.map(value -> {
            JsonMap condition = (JsonMap) value;
            for (String field : new String[] {"reason", "message"}) {
                condition = condition.has(field) ? condition : condition.with(field, Null.NULL);
            }
            return condition;
        });
    }

    @Override
    public void finish(Pod pod) {
        ApiFailure.unlessGone(() -> client.of(Pod.KIND)
                .delete(pod.namespace(), pod.name(), Deletion.ofUid(pod.uid()).within(0)));
    }

    @Override
    public void event(ApiObject about, String type, String reason, String message) {
        events.record(about, type, reason, message);
    }

    @Override
    public void close() {
        configMaps.close();
        secrets.close();
        services.close();
        requests.close();
        events.close();
    }
}
