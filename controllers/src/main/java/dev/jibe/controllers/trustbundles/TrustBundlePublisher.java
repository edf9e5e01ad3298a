package dev.jibe.controllers.trustbundles;

import dev.jibe.client.AnyObject;
import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.view.Kind;
import java.util.List;

/** The shell of the publisher; its one key is the signer. */
public final class TrustBundlePublisher {

    private static final Key SIGNER = Key.cluster("kube-apiserver-serving");

    private final Resource<AnyObject> bundles;
    private final Informer<AnyObject> cache;
    private final Kind<AnyObject> kind;
    private final String pem;

    private TrustBundlePublisher(Surroundings surroundings, Kind<AnyObject> kind, String pem) {
        bundles = surroundings.client().of(kind);
        cache = surroundings.informer(kind);
        this.kind = kind;
        this.pem = pem;
    }

    /**
     * Starts it.
     *
     * @param version of bundles that is served
     * @param pem the anchor
     */
    public static Controller start(Surroundings surroundings, String version, String pem) {
        var kind = AnyObject.kind("certificates.k8s.io", version, "ClusterTrustBundle", "clustertrustbundles", false);
        var shell = new TrustBundlePublisher(surroundings, kind, pem);
        var controller = surroundings.running(surroundings
                .controller("ca_cert_publisher_cluster_trust_bundles")
                .mapped(shell.cache, bundle -> List.of(SIGNER))
                .start(shell::reconcile));
        controller.add(SIGNER);
        return controller;
    }

    private Outcome reconcile(Key key, Fence fence) {
        for (var action : TrustBundlePlan.of(cache.cache().all(), pem).actions()) {
            switch (action) {
                case TrustBundlePlan.Action.Create(String name) -> create(name, fence);
                case TrustBundlePlan.Action.Update(AnyObject bundle) -> fence.wrote(cache, bundles.update(bundle));
                case TrustBundlePlan.Action.Delete(String name) -> delete(name);
            }
        }
        return Outcome.DONE;
    }

    private void create(String name, Fence fence) {
        var spec = JsonMap.of("signerName", TrustBundlePlan.SIGNER, "trustBundle", pem);
        try {
            fence.wrote(
                    cache,
                    bundles.create(new AnyObject(kind.create("", name).tree().with("spec", spec))));
        } catch (ApiFailure failure) {
            if (!failure.isAlreadyExists()) {
                throw failure;
            }
        }
    }

    private void delete(String name) {
        try {
            bundles.delete("", name, Deletion.DEFAULT);
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) {
                throw failure;
            }
        }
    }
}
