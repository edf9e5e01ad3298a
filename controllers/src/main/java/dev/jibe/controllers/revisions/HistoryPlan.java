package dev.jibe.controllers.revisions;

import static java.util.Comparator.comparingLong;

import dev.jibe.controllers.ownership.Claims;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.ControllerRevision;
import dev.jibe.object.api.v1.PodTemplateSpec;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the history of a workload needs so that it has the present template.
 *
 * @param present the revision of the present template, with the number that it has or is about to get
 * @param isNew whether it has yet to be created
 * @param held all revisions there are, oldest first
 */
public record HistoryPlan(
        List<HistoryAction> actions, ControllerRevision present, boolean isNew, List<ControllerRevision> held) {

    private static final Comparator<ControllerRevision> OLDEST_FIRST = comparingLong(ControllerRevision::revision)
            .thenComparing(revision -> revision.metadata().creationTimestamp())
            .thenComparing(ControllerRevision::name);

    /**
     * A workload as its history sees it.
     *
     * @param hash of a new revision; computed only if there has to be one
     * @param hashLabel the label of a revision that holds its hash
     * @param revisions all in the namespace that it controls, or that have no controller
     */
    public record Observed(
            Kind<?> kind,
            ApiObject owner,
            LabelSelector selector,
            PodTemplateSpec template,
            Supplier<String> hash,
            String hashLabel,
            List<ControllerRevision> revisions) {}

    public static HistoryPlan of(Observed observed) {
        var claims = Claims.of(observed.owner(), observed.selector(), observed.revisions());
        var actions = new ArrayList<HistoryAction>();
        claims.adopted().forEach(it -> actions.add(new HistoryAction.Adopt(it.name(), it.uid())));
        claims.released().forEach(it -> actions.add(new HistoryAction.Release(it.name(), it.uid())));
        var held = claims.held().stream().sorted(OLDEST_FIRST).toList();
        var snapshot = Snapshot.of(observed.template());
        var equal = held.stream().filter(snapshot::isHeldBy).toList();
        long next = held.stream()
                        .filter(it -> equal.isEmpty() || !it.equals(equal.getLast()))
                        .mapToLong(ControllerRevision::revision)
                        .max()
                        .orElse(0)
                + 1;
        if (equal.isEmpty()) {
            JsonMap labels = observed.template().metadata().labelsTree();
            var hash = observed.hash().get();
            var created =
                    snapshot.revision(observed.kind(), observed.owner(), labels, observed.hashLabel(), hash, next);
            actions.add(new HistoryAction.Create(created));
            return new HistoryPlan(actions, created, true, held);
        }
        var present = equal.getLast();
        if (present.revision() < next) {
            actions.add(new HistoryAction.Raise(present.name(), present.uid(), next));
            present = present.withRevision(next);
        }
        return new HistoryPlan(actions, present, false, held);
    }

    /** The oldest revisions that may go, beyond as many as are to be kept. */
    public List<HistoryAction> surplus(int kept, Predicate<ControllerRevision> isInUse) {
        var unused = held.stream()
                .filter(it -> !it.uid().equals(present.uid()) && !isInUse.test(it))
                .toList();
        return unused.stream()
                .limit(Math.max(unused.size() - kept, 0))
                .<HistoryAction>map(it -> new HistoryAction.Delete(it.name(), it.uid()))
                .toList();
    }
}
