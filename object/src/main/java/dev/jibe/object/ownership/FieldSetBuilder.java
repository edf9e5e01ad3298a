package dev.jibe.object.ownership;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the paths that a walk through an object comes by.
 *
 * <p>Several builders may follow one {@link Trail}; those that nothing is added to cost nothing.
 */
final class FieldSetBuilder {

    /** Where a walk is. */
    static final class Trail {
        private PathElement[] path = new PathElement[16];
        private int depth;

        void enter(PathElement element) {
            if (depth == path.length) {
                path = Arrays.copyOf(path, depth * 2);
            }
            path[depth++] = element;
        }

        /** Leaves the innermost step; each builder has to be told first. */
        void leave() {
            depth--;
        }
    }

    private record Step(
            PathElement element, boolean member, @Nullable FieldSet child) {
        Step and(Step other) {
            var below = child == null ? other.child : other.child == null ? child : child.union(other.child);
            return new Step(element, member || other.member, below);
        }
    }

    private final Trail trail;
    private final ArrayList<List<Step>> open = new ArrayList<>();

    FieldSetBuilder(Trail trail) {
        this.trail = trail;
        open.add(new ArrayList<>());
    }

    /** Adds the path where the walk is. The path of no steps is nobody's. */
    void insert() {
        if (trail.depth > 0) {
            openTo(trail.depth - 1);
            add(trail.depth - 1, new Step(trail.path[trail.depth - 1], true, null));
        }
    }

    private void openTo(int depth) {
        while (open.size() <= depth) {
            open.add(new ArrayList<>());
        }
    }

    private void add(int depth, Step step) {
        var steps = open.get(depth);
        if (!steps.isEmpty() && steps.getLast().element.equals(step.element)) {
            steps.set(steps.size() - 1, steps.getLast().and(step));
        } else {
            steps.add(step);
        }
    }

    /** Closes what lies below the step that the walk is about to leave. */
    void leaving() {
        if (open.size() > trail.depth) {
            var below = freeze(open.removeLast());
            add(trail.depth - 1, new Step(trail.path[trail.depth - 1], false, below));
        }
    }

    FieldSet build() {
        return freeze(open.getFirst());
    }

    private static FieldSet freeze(List<Step> steps) {
        var sorted = isSorted(steps) ? steps : merged(steps);
        var nodes = new FieldSet.Nodes(sorted.size());
        sorted.forEach(step -> nodes.add(step.element, step.member, step.child));
        return nodes.build(FieldSet.EMPTY);
    }

    private static boolean isSorted(List<Step> steps) {
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i - 1).element.compareTo(steps.get(i).element) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Step> merged(List<Step> steps) {
        var sorted = new ArrayList<>(steps);
        sorted.sort(Comparator.comparing(Step::element));
        var merged = new ArrayList<Step>(sorted.size());
        for (var step : sorted) {
            if (!merged.isEmpty() && merged.getLast().element.compareTo(step.element) == 0) {
                merged.set(merged.size() - 1, merged.getLast().and(step));
            } else {
                merged.add(step);
            }
        }
        return merged;
    }
}
