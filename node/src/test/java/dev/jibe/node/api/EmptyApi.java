package dev.jibe.node.api;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.certificates.v1beta1.PodCertificateRequest;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Secret;
import dev.jibe.object.api.v1.Service;
import java.util.List;
import java.util.Optional;

/** An API that has nothing and takes nothing but events: what a test needs of one it adds. */
public abstract class EmptyApi implements ClusterApi {

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Secret> secret(String namespace, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<JsonMap> trustBundle(String name) {
        return Optional.empty();
    }

    @Override
    public List<JsonMap> trustBundles(String signer) {
        return List.of();
    }

    @Override
    public Optional<PodCertificateRequest> certificateRequest(String namespace, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<PersistentVolumeClaim> claim(String namespace, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<PersistentVolume> volume(String name) {
        return Optional.empty();
    }

    @Override
    public List<Service> services(String namespace) {
        return List.of();
    }

    @Override
    public String requestCertificate(Pod pod, JsonMap wanted) {
        throw new AssertionError("no certificate is wanted here");
    }

    @Override
    public Token token(Pod pod, String audience, long expirationSeconds) {
        throw new AssertionError("no token is wanted here");
    }

    @Override
    public void patchStatus(Pod pod, JsonMap status) {
        throw new AssertionError("no status is written here");
    }

    @Override
    public void finish(Pod pod) {
        throw new AssertionError("no pod ends here");
    }
}
