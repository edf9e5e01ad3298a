package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What pods that ask for the same have in common, read once for all of them.
 *
 * <p>It also carries what counts keep about these pods; that part belongs to the scheduler's one thread.
 */
public final class Template {

    /** All of a pod that its place depends on. Equal ones are decided alike. */
    record Signature(
            String namespace,
            JsonMap labels,
            JsonMap owner,
            String schedulerName,
            long priority,
            JsonMap nodeSelector,
            JsonMap affinity,
            JsonList tolerations,
            JsonList spread,
            Demand demand) {

        Signature with(JsonMap others) {
            return new Signature(
                    namespace,
                    others,
                    owner,
                    schedulerName,
                    priority,
                    nodeSelector,
                    affinity,
                    tolerations,
                    spread,
                    demand);
        }
    }

    private final Signature signature;
    private final Resources requests;
    private final Resources scoredRequests;
    private final List<HostPort> hostPorts;
    private final List<Toleration> tolerations;
    private final NodeWish nodes;
    private final Affinity affinity;
    private final List<SpreadConstraint> spread;

    /** The pods of this template that count, in no order. */
    final ArrayList<Place> places = new ArrayList<>(1);

    /** Which counts each of them is part of. */
    final ArrayList<Tallies.Share> shares = new ArrayList<>(0);

    /** What is counted for a pod of this template that seeks a place. */
    @Nullable
    Surroundings surroundings;

    Template(Signature signature) {
        this.signature = signature;
        this.requests = signature.demand().requests(false);
        this.scoredRequests = signature.demand().requests(true);
        this.hostPorts = signature.demand().hostPorts();
        this.tolerations = Toleration.of(signature.tolerations());
        this.nodes = NodeWish.of(signature.nodeSelector(), signature.affinity().map("nodeAffinity"));
        this.affinity = Affinity.of(signature.affinity(), signature.namespace(), signature.labels());
        this.spread = SpreadConstraint.of(signature.spread(), signature.labels());
    }

    Signature signature() {
        return signature;
    }

    public String namespace() {
        return signature.namespace();
    }

    public JsonMap labels() {
        return signature.labels();
    }

    /** The reference to the controller that owns the pods, or nothing. */
    public JsonMap owner() {
        return signature.owner();
    }

    public String schedulerName() {
        return signature.schedulerName();
    }

    public long priority() {
        return signature.priority();
    }

    /** What a pod reserves on a node. */
    public Resources requests() {
        return requests;
    }

    /** The same, but never nothing, so that pods without requests spread too. */
    public Resources scoredRequests() {
        return scoredRequests;
    }

    public List<HostPort> hostPorts() {
        return hostPorts;
    }

    /** The images that its containers run, as the pod names them. */
    public List<String> images() {
        return signature.demand().images();
    }

    public List<Toleration> tolerations() {
        return tolerations;
    }

    public NodeWish nodes() {
        return nodes;
    }

    public Affinity affinity() {
        return affinity;
    }

    public List<SpreadConstraint> spread() {
        return spread;
    }
}
