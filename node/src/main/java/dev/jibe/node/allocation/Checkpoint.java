package dev.jibe.node.allocation;

import dev.jibe.node.cri.LinuxLimits;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a node agent must know again of a pod's resources after it was restarted, in a file beside the pod's volumes.
 *
 * @param resizing the generation of the pod whose resize is being brought to its containers; 0 if none is
 * @param actuated what each container's cgroup was set to, by container id
 * @param pod what the cgroup around them was set to, if it was
 */
public record Checkpoint(
        Allocation allocated, long resizing, Map<String, LinuxLimits> actuated, Optional<PodLimits> pod) {
    private static final String FILE = "resources.json";

    /** Nothing, if the pod was never begun here. */
    public static Optional<Checkpoint> read(Path podDirectory) throws IOException {
        byte[] text;
        try {
            text = Files.readAllBytes(podDirectory.resolve(FILE));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        JsonMap tree = Json.parseMap(text);
        var actuated = new HashMap<String, LinuxLimits>();
        tree.map("actuated").forEach((id, limits) -> actuated.put(id, limits((JsonMap) limits)));
        return Optional.of(new Checkpoint(
                Allocation.from(tree.map("allocated")),
                tree.number("resizing"),
                Map.copyOf(actuated),
                tree.has("pod") ? Optional.of(PodLimits.from(tree.map("pod"))) : Optional.empty()));
    }

    /** Replaces the file as a whole; the pod's directory must be there. */
    public void write(Path podDirectory) throws IOException {
        var limits = JsonMap.builder();
        actuated.forEach((id, each) -> limits.put(id, tree(each)));
        JsonMap tree = JsonMap.of("allocated", allocated.tree(), "resizing", resizing, "actuated", limits.build());
        if (pod.isPresent()) {
            tree = tree.with("pod", pod.get().tree());
        }
        Path fresh = podDirectory.resolve(FILE + ".new");
        Files.write(fresh, Json.write(tree));
        Files.move(
                fresh, podDirectory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static JsonMap tree(LinuxLimits limits) {
        return JsonMap.of(
                "period",
                limits.cpuPeriodMicros(),
                "quota",
                limits.cpuQuotaMicros(),
                "shares",
                limits.cpuShares(),
                "memory",
                limits.memoryLimitBytes(),
                "oom",
                limits.oomScoreAdjust());
    }

    private static LinuxLimits limits(JsonMap tree) {
        return new LinuxLimits(
                tree.number("period"),
                tree.number("quota"),
                tree.number("shares"),
                tree.number("memory"),
                tree.number("oom"));
    }
}
