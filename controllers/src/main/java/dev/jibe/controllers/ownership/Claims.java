package dev.jibe.controllers.ownership;

import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.view.ApiObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which of some objects a controller holds, which it should adopt, and which it should let go.
 *
 * <p>It holds what it controls and selects; it adopts what it selects and nobody controls; it releases what it controls
 * and does not select. See <a
 * href="https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#non-template-pod-acquisitions">Non-template
 * pod acquisitions</a>.
 */
public record Claims<T extends ApiObject>(List<T> held, List<T> adopted, List<T> released) {

    public Claims {
        held = List.copyOf(held);
        adopted = List.copyOf(adopted);
        released = List.copyOf(released);
    }

    public static <T extends ApiObject> Claims<T> of(ApiObject owner, LabelSelector selector, List<T> candidates) {
        return of(owner, candidate -> selector.matches(candidate.metadata().labelsTree()), candidates);
    }

    public static <T extends ApiObject> Claims<T> of(ApiObject owner, Predicate<T> selector, List<T> candidates) {
        var held = new ArrayList<T>();
        var adopted = new ArrayList<T>();
        var released = new ArrayList<T>();
        for (var candidate : candidates) {
            boolean selected = selector.test(candidate);
            var controller = Owners.controllerOf(candidate);
            boolean ours = controller.filter(it -> it.uid().equals(owner.uid())).isPresent();
            if (ours && selected) {
                held.add(candidate);
            } else if (ours && !owner.isTerminating()) {
                released.add(candidate);
            } else if (selected && controller.isEmpty() && !candidate.isTerminating() && !owner.isTerminating()) {
                held.add(candidate);
                adopted.add(candidate);
            }
        }
        return new Claims<>(held, adopted, released);
    }
}
