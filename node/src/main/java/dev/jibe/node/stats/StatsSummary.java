package dev.jibe.node.stats;

import dev.jibe.node.cri.ContainerRuntime;
import dev.jibe.node.cri.ContainerUsage;
import dev.jibe.node.launch.SandboxSpecs;
import dev.jibe.node.status.Machine;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the node and its containers use, as {@code /stats/summary} and {@code /metrics/resource} show it.
 *
 * <p>See https://kubernetes.io/docs/reference/instrumentation/node-metrics/. Rates are taken between two looks that are
 * at least a second apart.
 */
public final class StatsSummary {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final String NODE_KEY = "/node";

    private final ContainerRuntime runtime;
    private final String nodeName;
    private final Clock clock;
    private final Instant startedAt;
    private final Map<String, Sample> samples = new ConcurrentHashMap<>();

    /** Two looks at a counter, and the rate between them. */
    private record Sample(Instant at, long cpuNanos, long nanoCores) {}

    public StatsSummary(ContainerRuntime runtime, String nodeName, Clock clock) {
        this.runtime = runtime;
        this.nodeName = nodeName;
        this.clock = clock;
        this.startedAt = clock.now();
    }

    private long rate(String key, Instant at, long cpuNanos) {
        Sample fresh = samples.compute(key, (name, old) -> {
            if (old == null || old.cpuNanos() > cpuNanos) {
                return new Sample(at, cpuNanos, 0);
            }
            Duration between = Duration.between(old.at(), at);
            if (between.compareTo(SHORTEST) < 0) {
                return old;
            }
            long perSecond = (long) ((cpuNanos - old.cpuNanos()) * 1e9 / between.toNanos());
            return new Sample(at, cpuNanos, perSecond);
        });
        return fresh.nanoCores();
    }

    private Map<String, List<ContainerUsage>> byPod() {
        var pods = new TreeMap<String, List<ContainerUsage>>();
        for (ContainerUsage usage : runtime.usage()) {
            String uid = usage.labels().get(SandboxSpecs.POD_UID);
            if (uid != null) {
                pods.computeIfAbsent(uid, key -> new ArrayList<>()).add(usage);
            }
        }
        return pods;
    }

    /** The document of {@code /stats/summary}. */
    public JsonMap summary() {
        var pods = new ArrayList<Object>();
        byPod().forEach((uid, usages) -> pods.add(pod(uid, usages)));
        Instant now = clock.now();
        long nodeCpu = Machine.cpuNanos();
        long used = Machine.memoryBytes() - Machine.availableMemoryBytes();
        JsonMap node = JsonMap.of(
                "nodeName",
                nodeName,
                "startTime",
                startedAt.toString(),
                "cpu",
                cpu(now, nodeCpu, rate(NODE_KEY, now, nodeCpu)),
                "memory",
                JsonMap.of(
                        "time",
                        now.toString(),
                        "availableBytes",
                        Machine.availableMemoryBytes(),
                        "usageBytes",
                        used,
                        "workingSetBytes",
                        used));
        return JsonMap.of("node", node, "pods", JsonList.copyOf(pods));
    }

    private static JsonMap cpu(Instant at, long nanos, long nanoCores) {
        return JsonMap.of("time", at.toString(), "usageNanoCores", nanoCores, "usageCoreNanoSeconds", nanos);
    }

    private JsonMap pod(String uid, List<ContainerUsage> usages) {
        var containers = new ArrayList<Object>();
        long cpuNanos = 0;
        long nanoCores = 0;
        long memory = 0;
        for (ContainerUsage usage : usages) {
            long rate = rate(usage.containerId(), usage.at(), usage.cpuNanos());
            cpuNanos += usage.cpuNanos();
            nanoCores += rate;
            memory += usage.memoryWorkingSetBytes();
            containers.add(JsonMap.of(
                    "name",
                    usage.labels().getOrDefault(SandboxSpecs.CONTAINER_NAME, ""),
                    "cpu",
                    cpu(usage.at(), usage.cpuNanos(), rate),
                    "memory",
                    JsonMap.of(
                            "time",
                            usage.at().toString(),
                            "workingSetBytes",
                            usage.memoryWorkingSetBytes(),
                            "usageBytes",
                            usage.memoryUsageBytes(),
                            "rssBytes",
                            usage.memoryRssBytes()),
                    "rootfs",
                    JsonMap.of("usedBytes", usage.writableLayerBytes())));
        }
        Instant at = clock.now();
        Map<String, String> labels = usages.getFirst().labels();
        return JsonMap.of(
                "podRef",
                JsonMap.of(
                        "name",
                        labels.getOrDefault(SandboxSpecs.POD_NAME, ""),
                        "namespace",
                        labels.getOrDefault(SandboxSpecs.POD_NAMESPACE, ""),
                        "uid",
                        uid),
                "containers",
                JsonList.copyOf(containers),
                "cpu",
                cpu(at, cpuNanos, nanoCores),
                "memory",
                JsonMap.of("time", at.toString(), "workingSetBytes", memory, "usageBytes", memory));
    }

    /** The text of {@code /metrics/resource}. */
    public String resourceMetrics() {
        var text = new StringBuilder();
        head(
                text,
                "node_cpu_usage_seconds_total",
                "counter",
                "Cumulative cpu time consumed by the node in core-seconds");
        text.append(String.format(
                Locale.ROOT, "node_cpu_usage_seconds_total %f %d%n", Machine.cpuNanos() / 1e9, clock.millis()));
        head(text, "node_memory_working_set_bytes", "gauge", "Current working set of the node in bytes");
        text.append(String.format(
                Locale.ROOT,
                "node_memory_working_set_bytes %d %d%n",
                Machine.memoryBytes() - Machine.availableMemoryBytes(),
                clock.millis()));
        var pods = byPod();
        head(
                text,
                "container_cpu_usage_seconds_total",
                "counter",
                "Cumulative cpu time consumed by the container in core-seconds");
        pods.values()
                .forEach(usages -> usages.forEach(usage -> text.append(String.format(
                        Locale.ROOT,
                        "container_cpu_usage_seconds_total{%s} %f %d%n",
                        labels(usage),
                        usage.cpuNanos() / 1e9,
                        usage.at().toEpochMilli()))));
        head(text, "container_memory_working_set_bytes", "gauge", "Current working set of the container in bytes");
        pods.values()
                .forEach(usages -> usages.forEach(usage -> text.append(String.format(
                        Locale.ROOT,
                        "container_memory_working_set_bytes{%s} %d %d%n",
                        labels(usage),
                        usage.memoryWorkingSetBytes(),
                        usage.at().toEpochMilli()))));
        return text.toString();
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static String labels(ContainerUsage usage) {
        return "container=\"" + usage.labels().getOrDefault(SandboxSpecs.CONTAINER_NAME, "") + "\",namespace=\""
                + usage.labels().getOrDefault(SandboxSpecs.POD_NAMESPACE, "") + "\",pod=\""
                + usage.labels().getOrDefault(SandboxSpecs.POD_NAME, "") + "\"";
    }
}
