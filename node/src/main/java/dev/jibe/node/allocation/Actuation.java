package dev.jibe.node.allocation;

import dev.jibe.node.cri.LinuxLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The steps that bring running containers, and the cgroup around them, from what they have to what they are promised.
 *
 * <p>Memory comes before CPU. The pod's cgroup grows before its containers do, and shrinks after they did; of the
 * containers, those that get less come first.
 */
public final class Actuation {

    private Actuation() {}

    /** One change. */
    public sealed interface Step {}

    /** Sets the cgroup around all containers. */
    public record SetPod(PodLimits limits, boolean lessMemory) implements Step {}

    /** Sets the limits of one container. */
    public record SetContainer(String id, String name, LinuxLimits limits, boolean lessMemory) implements Step {}

    /** A running container. */
    public record Target(String id, String name, LinuxLimits actual, LinuxLimits wanted) {
        public boolean differsInMemory() {
            return actual.memoryLimitBytes() != wanted.memoryLimitBytes();
        }

        public boolean differsInCpu() {
            return actual.cpuQuotaMicros() != wanted.cpuQuotaMicros() || actual.cpuShares() != wanted.cpuShares();
        }

        public boolean differs() {
            return differsInMemory() || differsInCpu();
        }

        private LinuxLimits withMemory() {
            return new LinuxLimits(
                    actual.cpuPeriodMicros(),
                    actual.cpuQuotaMicros(),
                    actual.cpuShares(),
                    wanted.memoryLimitBytes(),
                    wanted.oomScoreAdjust());
        }
    }

    public static List<Step> plan(List<Target> targets, PodLimits podActual, PodLimits podWanted) {
        var steps = new ArrayList<Step>();
        PodLimits withMemory = podActual.withMemoryOf(podWanted);
        stage(
                steps,
                withMemory.equals(podActual)
                        ? null
                        : new SetPod(withMemory, isLess(podWanted.memoryLimitBytes(), podActual.memoryLimitBytes())),
                isLess(podWanted.memoryLimitBytes(), podActual.memoryLimitBytes()),
                sorted(targets.stream().filter(Target::differsInMemory).toList(), LinuxLimits::memoryLimitBytes)
                        .stream()
                        .map(target -> new SetContainer(
                                target.id(),
                                target.name(),
                                target.withMemory(),
                                isLess(
                                        target.wanted().memoryLimitBytes(),
                                        target.actual().memoryLimitBytes())))
                        .toList());
        PodLimits withCpu = withMemory.withCpuOf(podWanted);
        stage(
                steps,
                withCpu.equals(withMemory) ? null : new SetPod(withCpu, false),
                isLess(podWanted.cpuQuotaMicros(), podActual.cpuQuotaMicros()),
                sorted(targets.stream().filter(Target::differsInCpu).toList(), LinuxLimits::cpuQuotaMicros).stream()
                        .map(target -> new SetContainer(target.id(), target.name(), target.wanted(), false))
                        .toList());
        return List.copyOf(steps);
    }

    private static void stage(
            List<Step> steps, @Nullable SetPod pod, boolean podShrinks, List<SetContainer> containers) {
        if (pod != null && !podShrinks) {
            steps.add(pod);
        }
        steps.addAll(containers);
        if (pod != null && podShrinks) {
            steps.add(pod);
        }
    }

    private static List<Target> sorted(List<Target> targets, ToLongFunction<LinuxLimits> limit) {
        return targets.stream()
                .sorted(Comparator.comparingInt((Target target) ->
                                isLess(limit.applyAsLong(target.wanted()), limit.applyAsLong(target.actual())) ? 0 : 1)
                        .thenComparing(Target::name))
                .toList();
    }

    /** Whether a limit is stricter than another; 0 is none. */
    private static boolean isLess(long wanted, long actual) {
        return wanted != 0 && (actual == 0 || wanted < actual);
    }
}
