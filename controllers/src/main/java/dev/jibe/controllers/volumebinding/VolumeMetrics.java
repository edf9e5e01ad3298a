package dev.jibe.controllers.volumebinding;

import dev.jibe.client.cache.Cache;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.runtime.metrics.Metrics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** How many volumes and claims are bound and are not, by upstream's names and labels; counted when they are read. */
final class VolumeMetrics {
    private static final String CLASS = "storage_class";

    private VolumeMetrics() {}

    static void register(Metrics metrics, Cache<PersistentVolume> volumes, Cache<PersistentVolumeClaim> claims) {
        var ofVolumes = List.of(CLASS);
        var ofClaims = List.of("namespace", CLASS, "volume_attributes_class");
        count(
                metrics,
                "pv_collector_bound_pv_count",
                "[ALPHA] Gauge measuring number of persistent volume currently bound",
                ofVolumes,
                volumes,
                VolumeMetrics::isBound,
                VolumeMetrics::labels);
        count(
                metrics,
                "pv_collector_unbound_pv_count",
                "[ALPHA] Gauge measuring number of persistent volume currently unbound",
                ofVolumes,
                volumes,
                volume -> !isBound(volume),
                VolumeMetrics::labels);
        count(
                metrics,
                "pv_collector_bound_pvc_count",
                "[ALPHA] Gauge measuring number of persistent volume claim currently bound",
                ofClaims,
                claims,
                VolumeMetrics::isBound,
                VolumeMetrics::labels);
        count(
                metrics,
                "pv_collector_unbound_pvc_count",
                "[ALPHA] Gauge measuring number of persistent volume claim currently unbound",
                ofClaims,
                claims,
                claim -> !isBound(claim),
                VolumeMetrics::labels);
        count(
                metrics,
                "pv_collector_total_pv_count",
                "[ALPHA] Gauge measuring total number of persistent volumes",
                List.of("plugin_name", "volume_mode"),
                volumes,
                volume -> true,
                volume -> new String[] {plugin(volume), volume.spec().volumeMode()});
    }

    private static boolean isBound(PersistentVolume volume) {
        return volume.status().phase().equals("Bound");
    }

    private static boolean isBound(PersistentVolumeClaim claim) {
        return claim.status().phase().equals("Bound");
    }

    private static String[] labels(PersistentVolume volume) {
        return new String[] {volume.spec().storageClassName()};
    }

    private static String[] labels(PersistentVolumeClaim claim) {
        return new String[] {
            claim.namespace(), claim.spec().storageClassName(), claim.spec().volumeAttributesClassName()
        };
    }

    /** As upstream calls the plugin that serves such a volume. */
    private static String plugin(PersistentVolume volume) {
        var spec = volume.spec();
        if (spec.hasCsi()) {
            return "kubernetes.io/csi:" + spec.csi().driver();
        }
        return spec.hasLocal()
                ? "kubernetes.io/local-volume"
                : spec.hasHostPath() ? "kubernetes.io/host-path" : spec.hasNfs() ? "kubernetes.io/nfs" : "N/A";
    }

    private static <T extends dev.jibe.object.view.ApiObject> void count(
            Metrics metrics,
            String name,
            String help,
            List<String> labelNames,
            Cache<T> cache,
            Predicate<T> counts,
            Function<T, String[]> labels) {
        metrics.gauges(name, help, labelNames, reading -> {
            var sums = new HashMap<List<String>, Integer>();
            for (var object : cache.all()) {
                if (counts.test(object)) {
                    sums.merge(Arrays.asList(labels.apply(object)), 1, Integer::sum);
                }
            }
            sums.forEach((values, sum) -> reading.is(sum, values.toArray(String[]::new)));
        });
    }
}
