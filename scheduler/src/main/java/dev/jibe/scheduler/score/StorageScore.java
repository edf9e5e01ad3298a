package dev.jibe.scheduler.score;

import dev.jibe.scheduler.config.FitStrategy.Point;
import dev.jibe.scheduler.filter.StorageUse;
import java.util.Collection;
import java.util.List;

/**
 * How well a node suits a pod by the part of its storage that the pod would use; all storage classes count the same.
 *
 * <p>See <a href="https://kep.k8s.io/4049">KEP-4049</a>.
 */
public final class StorageScore {

    private StorageScore() {}

    public static long of(Collection<StorageUse> uses, List<Point> shape) {
        long sum = 0;
        for (var use : uses) {
            boolean isFull = use.capacityBytes() == 0 || use.requestedBytes() > use.capacityBytes();
            sum += Point.interpolated(
                    shape, isFull ? Scores.MAX : use.requestedBytes() * Scores.MAX / use.capacityBytes());
        }
        return uses.isEmpty() ? 0 : Math.round((double) sum / uses.size());
    }
}
