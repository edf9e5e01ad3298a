package dev.jibe.controllers.localpath;

import dev.jibe.client.localpath.LocalPath;
import dev.jibe.object.api.storage.v1.StorageClass;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.TopologySelectorTerm;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one claim needs of the provisioner, decided from what was read and nothing else. */
sealed interface ProvisionPlan {

    String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    /** The claim is none of ours, has what it needs, or waits for its first pod. */
    record Nothing() implements ProvisionPlan {}

    record Provision(PersistentVolume volume) implements ProvisionPlan {}

    /** The claim asks for something that there is not. */
    record Refuse(String why) implements ProvisionPlan {}

    /** The chosen node is gone: the scheduler has to choose again. */
    record ChooseAgain(String why) implements ProvisionPlan {}

    /** A claim, its class, and the nodes there are. */
    record Observed(PersistentVolumeClaim claim, Optional<StorageClass> storageClass, List<Node> nodes) {}

    static ProvisionPlan of(Observed observed) {
        var claim = observed.claim();
        var named = observed.storageClass().filter(it -> it.provisioner().equals(LocalPath.PROVISIONER));
        boolean isAsked = LocalPath.PROVISIONER.equals(claim.annotations().get(LocalVolume.PROVISIONER_ANNOTATION));
        if (!isAsked
                || named.isEmpty()
                || claim.isTerminating()
                || !claim.spec().volumeName().isEmpty()) {
            return new Nothing();
        }
        var storageClass = named.get();
        var chosen = claim.annotations().getOrDefault(SELECTED_NODE, "");
        if (chosen.isEmpty() && storageClass.volumeBindingMode().equals("WaitForFirstConsumer")) {
            return new Nothing();
        }
        var problem = problem(claim);
        if (problem.isPresent()) {
            return new Refuse(problem.get());
        }
        var node = chosen.isEmpty()
                ? any(storageClass, observed.nodes())
                : observed.nodes().stream()
                        .filter(it -> it.name().equals(chosen))
                        .findFirst();
        if (node.isPresent()) {
            return new Provision(LocalVolume.of(claim, storageClass, node.get()));
        }
        return chosen.isEmpty()
                ? new Refuse("no node is ready that the class allows")
                : new ChooseAgain("failed to get target node: nodes \"" + chosen + "\" not found");
    }

    private static Optional<String> problem(PersistentVolumeClaim claim) {
        var spec = claim.spec();
        if (spec.hasSelector()) {
            return Optional.of("claim.Spec.Selector is not supported");
        }
        if (spec.volumeMode().equals("Block")) {
            return Optional.of("only volumes of mode Filesystem can be made, not Block");
        }
        if (spec.hasDataSource() || spec.hasDataSourceRef()) {
            return Optional.of("volumes cannot be made from a data source");
        }
        boolean isOfOneNode = Set.of("ReadWriteOnce", "ReadWriteOncePod").containsAll(spec.accessModes());
        return isOfOneNode
                ? Optional.empty()
                : Optional.of("only ReadWriteOnce and ReadWriteOncePod can be served, not " + spec.accessModes());
    }

    /** For a claim that waits for nobody: the first ready node that the class allows. */
    private static Optional<Node> any(StorageClass storageClass, List<Node> nodes) {
        var allowed = storageClass.allowedTopologies();
        return nodes.stream()
                .filter(node -> allowed.isEmpty() || allowed.stream().anyMatch(term -> matches(term, node)))
                .filter(node -> !node.isTerminating() && isReady(node))
                .min(Comparator.comparing(Node::name));
    }

    private static boolean matches(TopologySelectorTerm term, Node node) {
        return term.matchLabelExpressions().stream()
                .allMatch(it -> it.values().contains(node.labels().getOrDefault(it.key(), "")));
    }

    private static boolean isReady(Node node) {
        return node.status().conditions().stream()
                .anyMatch(it -> it.type().equals("Ready") && it.status().equals("True"));
    }
}
