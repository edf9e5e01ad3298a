package dev.jibe.node.launch;

import dev.jibe.node.cri.SandboxSpec;
import dev.jibe.object.api.v1.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The resolv.conf of a pod.
 *
 * <p>See https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/.
 */
final class Resolver {
    private static final Path HOST_FILE = Path.of("/etc/resolv.conf");

    private Resolver() {}

    static SandboxSpec.Dns of(Pod pod, NodeFacts node) {
        String policy = pod.spec().dnsPolicy();
        boolean cluster = policy.equals("ClusterFirstWithHostNet")
                || !pod.spec().hostNetwork() && (policy.isEmpty() || policy.equals("ClusterFirst"));
        boolean none = policy.equals("None");
        var servers = new ArrayList<String>();
        var searches = new ArrayList<String>();
        var options = new ArrayList<String>();
        if (cluster && !node.clusterDns().isEmpty()) {
            servers.add(node.clusterDns());
            String domain = node.clusterDomain();
            searches.addAll(List.of(pod.namespace() + ".svc." + domain, "svc." + domain, domain));
            searches.addAll(hostWords("search"));
            options.add("ndots:5");
        } else if (!none) {
            if (!pod.spec().hasDnsConfig()) {
                return SandboxSpec.Dns.HOST;
            }
            servers.addAll(hostWords("nameserver"));
            searches.addAll(hostWords("search"));
            options.addAll(hostWords("options"));
        }
        addConfig(pod, servers, searches, options);
        return new SandboxSpec.Dns(distinct(servers), distinct(searches), List.copyOf(options));
    }

    private static void addConfig(Pod pod, List<String> servers, List<String> searches, List<String> options) {
        var config = pod.spec().dnsConfig();
        servers.addAll(config.nameservers());
        searches.addAll(config.searches());
        for (var option : config.options()) {
            options.removeIf(old -> old.equals(option.name()) || old.startsWith(option.name() + ":"));
            options.add(option.hasValue() ? option.name() + ":" + option.value() : option.name());
        }
    }

    private static List<String> distinct(List<String> values) {
        return values.stream().distinct().toList();
    }

    private static List<String> hostWords(String keyword) {
        try {
            return Files.readAllLines(HOST_FILE).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(words -> words[0].equals(keyword))
                    .flatMap(words -> Arrays.stream(words).skip(1))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
