package dev.jibe.server.bootstrap;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.object.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The objects that a cluster begins with. Those that are there already are left alone. */
public final class Bootstrap {

    private Bootstrap() {}

    /** Complete objects, in the order in which they have to be created. */
    public static List<JsonMap> objects() {
        var objects = new ArrayList<JsonMap>();
        Yaml.parseAll(read("objects.yaml")).forEach(value -> objects.add((JsonMap) value));
        return objects;
    }

    static byte[] read(String name) {
        try (var in = Bootstrap.class.getResourceAsStream("/bootstrap/" + name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the build: bootstrap/" + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class of claims that name none: volumes are made by this provisioner when their first pod has a node. */
    public static JsonMap defaultStorageClass(String provisioner) {
        return JsonMap.of(
                "apiVersion",
                "storage.k8s.io/v1",
                "kind",
                "StorageClass",
                "metadata",
                JsonMap.of(
                        "name",
                        "standard",
                        "annotations",
                        JsonMap.of("storageclass.kubernetes.io/is-default-class", "true")),
                "provisioner",
                provisioner,
                "reclaimPolicy",
                "Delete",
                "volumeBindingMode",
                "WaitForFirstConsumer");
    }

    /** The range of service addresses that the cluster was started with. */
    public static JsonMap serviceCidr(String cidr, Instant now) {
        var ready = JsonMap.of(
                "type",
                "Ready",
                "status",
                "True",
                "reason",
                "",
                "message",
                "Kubernetes default Service CIDR is ready",
                "lastTransitionTime",
                Times.seconds(now));
        return JsonMap.of(
                "apiVersion",
                "networking.k8s.io/v1",
                "kind",
                "ServiceCIDR",
                "metadata",
                JsonMap.of("name", "kubernetes"),
                "spec",
                JsonMap.of("cidrs", JsonList.of(cidr)),
                "status",
                JsonMap.of("conditions", JsonList.of(ready)));
    }

    /** The service through which pods reach this server. */
    public static JsonMap kubernetesService(String clusterIp, int targetPort) {
        var port = JsonMap.of("name", "https", "port", 443L, "protocol", "TCP", "targetPort", (long) targetPort);
        return JsonMap.of(
                "apiVersion",
                "v1",
                "kind",
                "Service",
                "metadata",
                JsonMap.of(
                        "name", "kubernetes",
                        "namespace", "default",
                        "labels", JsonMap.of("component", "apiserver", "provider", "kubernetes")),
                "spec",
                JsonMap.of(
                        "clusterIP",
                        clusterIp,
                        "clusterIPs",
                        JsonList.of(clusterIp),
                        "ports",
                        JsonList.of(port),
                        "type",
                        "ClusterIP"));
    }

    /** Where that service leads. */
    public static JsonMap kubernetesSlice(List<String> addresses, int port) {
        return JsonMap.of(
                "apiVersion",
                "discovery.k8s.io/v1",
                "kind",
                "EndpointSlice",
                "metadata",
                JsonMap.of(
                        "name", "kubernetes",
                        "namespace", "default",
                        "labels", JsonMap.of("kubernetes.io/service-name", "kubernetes")),
                "addressType",
                "IPv4",
                "endpoints",
                JsonList.copyOf(addresses.stream()
                        .map(address ->
                                JsonMap.of("addresses", JsonList.of(address), "conditions", JsonMap.of("ready", true)))
                        .toList()),
                "ports",
                JsonList.of(JsonMap.of("name", "https", "port", (long) port, "protocol", "TCP")));
    }

    /** The same in the older form. */
    public static JsonMap kubernetesEndpoints(List<String> addresses, int port) {
        var subset = JsonMap.of(
                "addresses",
                        JsonList.copyOf(addresses.stream()
                                .map(address -> JsonMap.of("ip", address))
                                .toList()),
                "ports", JsonList.of(JsonMap.of("name", "https", "port", (long) port, "protocol", "TCP")));
        return JsonMap.of(
                "apiVersion",
                "v1",
                "kind",
                "Endpoints",
                "metadata",
                JsonMap.of(
                        "name", "kubernetes",
                        "namespace", "default",
                        "labels", JsonMap.of("endpointslice.kubernetes.io/skip-mirror", "true")),
                "subsets",
                JsonList.of(subset));
    }

    /** The service by which pods ask for names. */
    public static JsonMap dnsService(String clusterIp) {
        return JsonMap.of(
                "apiVersion",
                "v1",
                "kind",
                "Service",
                "metadata",
                JsonMap.of(
                        "name", "kube-dns",
                        "namespace", "kube-system",
                        "labels", JsonMap.of("k8s-app", "kube-dns", "kubernetes.io/name", "CoreDNS")),
                "spec",
                JsonMap.of(
                        "clusterIP",
                        clusterIp,
                        "clusterIPs",
                        JsonList.of(clusterIp),
                        "ports",
                        JsonList.of(
                                JsonMap.of("name", "dns", "port", 53L, "protocol", "UDP", "targetPort", 53L),
                                JsonMap.of("name", "dns-tcp", "port", 53L, "protocol", "TCP", "targetPort", 53L)),
                        "type",
                        "ClusterIP"));
    }

    /** Where the names are answered: in this process. */
    public static JsonMap dnsSlice(String address, int port) {
        return JsonMap.of(
                "apiVersion",
                "discovery.k8s.io/v1",
                "kind",
                "EndpointSlice",
                "metadata",
                JsonMap.of(
                        "name", "kube-dns",
                        "namespace", "kube-system",
                        "labels", JsonMap.of("kubernetes.io/service-name", "kube-dns")),
                "addressType",
                "IPv4",
                "endpoints",
                JsonList.of(JsonMap.of("addresses", JsonList.of(address), "conditions", JsonMap.of("ready", true))),
                "ports",
                JsonList.of(
                        JsonMap.of("name", "dns", "port", (long) port, "protocol", "UDP"),
                        JsonMap.of("name", "dns-tcp", "port", (long) port, "protocol", "TCP")));
    }
}
