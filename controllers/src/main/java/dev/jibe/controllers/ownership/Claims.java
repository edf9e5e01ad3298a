package dev.jibe.controllers.ownership;

import dev.jibe.object.api.meta.v1.OwnerReference;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.view.ApiObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which of some objects a controller holds, which it should adopt, and which it should let go.
 *
 * <p>It holds what it controls and selects; it adopts what it selects and nobody controls; it releases what it controls
 * and does not select. See <a
 * href="https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#non-template-pod-acquisitions">Non-template
 * pod acquisitions</a>.
 */
public record Claims<T>(List<T> held, List<T> adopted, List<T> released) {

    public Claims {
        held = List.copyOf(held);
        adopted = List.copyOf(adopted);
        released = List.copyOf(released);
    }

    public static <T extends ApiObject> Claims<T> of(ApiObject owner, LabelSelector selector, List<T> candidates) {
        return of(owner, candidate -> selector.matches(candidate.metadata().labelsTree()), candidates);
    }

    public static <T extends ApiObject> Claims<T> of(ApiObject owner, Predicate<T> selector, List<T> candidates) {
        return of(
                owner,
                selector,
                candidate ->
                        Owners.controllerOf(candidate).map(OwnerReference::uid).orElse(""),
                ApiObject::isTerminating,
                candidates);
    }

    /** The same of whatever stands for objects; {@code controllerUid} answers the uid of an object's controller, or an empty text. */
    public static <T> Claims<T> of(
            ApiObject owner,
            Predicate<T> selector,
            Function<T, String> controllerUid,
            Predicate<T> terminating,
            List<T> candidates) {
        var ownerUid = owner.uid();
        boolean isGoing = owner.isTerminating();
        var held = new ArrayList<T>();
        var adopted = new ArrayList<T>();
        var released = new ArrayList<T>();
        for (var candidate : candidates) {
            boolean selected = selector.test(candidate);
            var controller = controllerUid.apply(candidate);
            boolean ours = controller.equals(ownerUid);
            if (ours && selected) {
                held.add(candidate);
            } else if (ours && !isGoing) {
                released.add(candidate);
            } else if (selected && controller.isEmpty() && !terminating.test(candidate) && !isGoing) {
                held.add(candidate);
                adopted.add(candidate);
            }
        }
        return new Claims<>(held, adopted, released);
    }
}
