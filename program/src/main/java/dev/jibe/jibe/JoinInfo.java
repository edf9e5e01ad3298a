package dev.jibe.jibe;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a machine must know to join, as the ConfigMap {@code cluster-info} in {@code kube-public} says it to everybody.
 *
 * <p>Whoever reads it does not know yet whom to trust, and so compares the authority with what the join command names.
 *
 * @param server where nodes reach the API server, as a URL
 * @param podRange the addresses of all pods, as CIDR
 * @param dnsAddress of the DNS service
 */
record JoinInfo(String server, String authorityPem, String podRange, String dnsAddress, String domain) {

    static final String NAMESPACE = "kube-public";
    static final String NAME = "cluster-info";

    JsonMap object() {
        var cluster = JsonMap.of(
                "server",
                server,
                "certificate-authority-data",
                Base64.getEncoder().encodeToString(authorityPem.getBytes(StandardCharsets.UTF_8)));
        var kubeconfig = JsonMap.of(
                "apiVersion",
                "v1",
                "kind",
                "Config",
                "clusters",
                JsonList.of(JsonMap.of("name", "", "cluster", cluster)));
        return JsonMap.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                JsonMap.of("name", NAME, "namespace", NAMESPACE),
                "data",
                JsonMap.of(
                        "kubeconfig",
                        Yaml.write(kubeconfig),
                        "pod-range",
                        podRange,
                        "dns-address",
                        dnsAddress,
                        "dns-domain",
                        domain));
    }

    static JoinInfo of(JsonMap configMap) {
        var data = configMap.map("data");
        if (!(Yaml.parse(data.string("kubeconfig").getBytes(StandardCharsets.UTF_8)) instanceof JsonMap kubeconfig)
                || kubeconfig.list("clusters").isEmpty()
                || data.string("pod-range").isEmpty()) {
            throw new UsageException("the cluster does not say how to join it; it must run with: jibe up --agents");
        }
        var cluster = kubeconfig.list("clusters").map(0).map("cluster");
        return new JoinInfo(
                cluster.string("server"),
                new String(
                        Base64.getMimeDecoder().decode(cluster.string("certificate-authority-data")),
                        StandardCharsets.UTF_8),
                data.string("pod-range"),
                data.string("dns-address"),
                data.string("dns-domain"));
    }
}
