package dev.jibe.node.api;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.certificates.v1beta1.PodCertificateRequest;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Secret;
import dev.jibe.object.api.v1.Service;
import dev.jibe.object.view.ApiObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What pods on a node need of the API. Calls block; they fail with a runtime exception that has a clear message. */
public interface ClusterApi {

    Optional<ConfigMap> configMap(String namespace, String name);

    Optional<Secret> secret(String namespace, String name);

    /** The ClusterTrustBundle of a name. */
    Optional<JsonMap> trustBundle(String name);

    /** All ClusterTrustBundles of a signer. */
    List<JsonMap> trustBundles(String signer);

    /**
     * Asks for a certificate for a pod of this node; answers the name of the request.
     *
     * @param wanted of whom and for what key
     */
    String requestCertificate(Pod pod, JsonMap wanted);

    /** A request that was made. */
    Optional<PodCertificateRequest> certificateRequest(String namespace, String name);

    Optional<PersistentVolumeClaim> claim(String namespace, String name);

    Optional<PersistentVolume> volume(String name);

    /** The services whose addresses a pod of the namespace finds in its environment. */
    List<Service> services(String namespace);

    /** A token of a pod's service account that is bound to the pod. */
    Token token(Pod pod, String audience, long expirationSeconds);

    /** Merges the status into that of the pod if it is still the same pod (by uid). */
    void patchStatus(Pod pod, JsonMap status);

    /** Removes the pod's object at once if it is still the same pod (by uid). */
    void finish(Pod pod);

    void event(ApiObject about, String type, String reason, String message);

    /** A token and when it ceases to be valid. */
    record Token(String value, Instant expiresAt) {}
}
