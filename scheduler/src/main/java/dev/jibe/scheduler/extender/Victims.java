package dev.jibe.scheduler.extender;

import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.List;

/**
 * Pods of one node that would have to go.
 *
 * @param violations how many of them a disruption budget protects
 */
public record Victims(List<PodInfo> pods, int violations) {
    public Victims {
        pods = List.copyOf(pods);
    }
}
