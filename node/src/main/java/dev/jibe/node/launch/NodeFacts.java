package dev.jibe.node.launch;

import java.nio.file.Path;
import java.util.List;

/** What is the same for every pod of a node. */
public record NodeFacts(
        String name,
        List<String> ips,
        String clusterDns,
        String clusterDomain,
        Path dataDirectory,
        long memoryBytes,
        long cpuMillis) {

    public Path podDirectory(String uid) {
        return dataDirectory.resolve("pods").resolve(uid);
    }

    public Path logDirectory(String namespace, String name, String uid) {
        return dataDirectory.resolve("logs").resolve(namespace + "_" + name + "_" + uid);
    }
}
