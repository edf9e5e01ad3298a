package dev.jibe.controllers.namespace;

import dev.jibe.object.api.v1.Namespace;
import dev.jibe.object.api.v1.NamespaceCondition;
import dev.jibe.object.api.v1.NamespaceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a namespace that is being deleted, once its content was told to go.
 *
 * <p>Planning on a namespace that is not being deleted, or is finalized, yields no action.
 *
 * @param recheck when to look again, for what goes without the controller hearing of it
 */
record NamespacePlan(List<Action> actions, NamespaceStatus status, Optional<Duration> recheck) {

    /** The finalizer that stands for the content. */
    static final String FINALIZER = "kubernetes";

    /** What is left is looked at again after this; the end of pods is heard of at once. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /** Everything the controller can do to the world. */
    sealed interface Action {
        /** Take our finalizer from the namespace, so that it goes. */
        record Finalize(String name, List<String> remaining) implements Action {}
    }

    /**
     * What an attempt to delete all content came to.
     *
     * @param silent group versions that could not be asked what they serve
     * @param failures what could not be deleted or listed, and why
     */
    record Observed(
            Namespace namespace, List<Remainder> left, List<String> silent, List<String> failures, Instant now) {}

    static NamespacePlan of(Observed observed) {
        var namespace = observed.namespace();
        if (!namespace.isTerminating() || !namespace.spec().finalizers().contains(FINALIZER)) {
            return new NamespacePlan(List.of(), namespace.status(), Optional.empty());
        }
        boolean isEmpty = observed.left().isEmpty()
                && observed.silent().isEmpty()
                && observed.failures().isEmpty();
        if (!isEmpty) {
            return new NamespacePlan(List.of(), status(observed), Optional.of(LOOK_AGAIN));
        }
        var others = namespace.spec().finalizers().stream()
                .filter(finalizer -> !finalizer.equals(FINALIZER))
                .toList();
        return new NamespacePlan(
                List.of(new Action.Finalize(namespace.name(), others)), status(observed), Optional.empty());
    }

    private static NamespaceStatus status(Observed observed) {
        var left = observed.left();
        var finalizers = Remainder.describeFinalizers(left);
        var conditions = new ArrayList<NamespaceCondition>();
        conditions.add(condition(
                observed,
                "NamespaceDeletionDiscoveryFailure",
                new Verdict("DiscoveryFailed", "Discovery failed for some groups: " + observed.silent()),
                new Verdict("ResourcesDiscovered", "All resources successfully discovered"),
                !observed.silent().isEmpty()));
        conditions.add(condition(
                observed,
                "NamespaceDeletionGroupVersionParsingFailure",
                new Verdict("GroupVersionParsingFailed", ""),
                new Verdict("ParsedGroupVersions", "All legacy kube types successfully parsed"),
                false));
        conditions.add(condition(
                observed,
                "NamespaceDeletionContentFailure",
                new Verdict(
                        "ContentDeletionFailed",
                        "Failed to delete all resource types, "
                                + observed.failures().size() + " remaining: " + String.join(", ", observed.failures())),
                new Verdict("ContentDeleted", "All content successfully deleted, may be waiting on finalization"),
                !observed.failures().isEmpty()));
        conditions.add(condition(
                observed,
                "NamespaceContentRemaining",
                new Verdict("SomeResourcesRemain", "Some resources are remaining: " + Remainder.describe(left)),
                new Verdict("ContentRemoved", "All content successfully removed"),
                !left.isEmpty()));
        conditions.add(condition(
                observed,
                "NamespaceFinalizersRemaining",
                new Verdict(
                        "SomeFinalizersRemain",
                        "Some content in the namespace has finalizers remaining: " + finalizers),
                new Verdict("ContentHasNoFinalizers", "All content-preserving finalizers finished"),
                !finalizers.isEmpty()));
        return NamespaceStatus.EMPTY.withPhase("Terminating").withConditions(conditions);
    }

    /** Reason and message of one state of a condition. */
    private record Verdict(String reason, String message) {}

    private static NamespaceCondition condition(
            Observed observed, String type, Verdict whenTrue, Verdict whenFalse, boolean holds) {
        var verdict = holds ? whenTrue : whenFalse;
        var status = holds ? "True" : "False";
        var since = observed.namespace().status().conditions().stream()
                .filter(before -> before.type().equals(type) && before.status().equals(status))
                .findFirst()
                .map(NamespaceCondition::lastTransitionTime)
                .orElse(observed.now());
        return NamespaceCondition.EMPTY
                .withType(type)
                .withStatus(status)
                .withReason(verdict.reason())
                .withMessage(verdict.message())
                .withLastTransitionTime(since);
    }
}
