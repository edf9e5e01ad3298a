package dev.jibe.scheduler.preemption;

import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.Comparator;
import java.util.List;

/**
 * A node on which a pod could be if these victims went.
 *
 * @param victims the most important first; never none
 * @param violations how many of them a disruption budget protects
 */
record Candidate(String node, List<PodInfo> victims, int violations) {

    /** Makes every term of the sum positive, so that many victims never weigh less than few. */
    private static final long PRIORITY_OFFSET = 1L << 31;

    /** The more important pod first: by priority, and then the one that has been running for longer. */
    static final Comparator<PodInfo> IMPORTANCE = Comparator.comparingLong(PodInfo::priority)
            .reversed()
            .thenComparing(PodInfo::startTime)
            .thenComparing(PodInfo::key);

    /**
     * The node to take first.
     *
     * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/">Pod Priority and
     * Preemption</a>.
     */
    static final Comparator<Candidate> PREFERENCE = Comparator.comparingInt(Candidate::violations)
            .thenComparingLong(Candidate::highestPriority)
            .thenComparingLong(Candidate::sumOfPriorities)
            .thenComparingInt(candidate -> candidate.victims().size())
            .thenComparing(Candidate::earliestStart, Comparator.reverseOrder());

    private long highestPriority() {
        return victims.getFirst().priority();
    }

    private long sumOfPriorities() {
        return victims.stream()
                .mapToLong(victim -> victim.priority() + PRIORITY_OFFSET)
                .sum();
    }

    /** When the first of the most important victims started. */
    private String earliestStart() {
        return victims.getFirst().startTime();
    }
}
