package dev.jibe.node.launch;

import dev.jibe.object.api.v1.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The /etc/hosts of a pod, which its containers share. */
final class HostsFile {
    private HostsFile() {}

    /** Writes it if it is not there yet; containers may have changed it since. */
    static Path write(Pod pod, List<String> podIps, NodeFacts node) throws IOException {
        Path file = node.podDirectory(pod.uid()).resolve("etc-hosts");
        String text = text(pod, podIps, node);
        Files.createDirectories(node.podDirectory(pod.uid()));
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
        return file;
    }

    private static String text(Pod pod, List<String> podIps, NodeFacts node) throws IOException {
        var text = new StringBuilder("# Kubernetes-managed hosts file");
        if (pod.spec().hostNetwork()) {
            text.append(" (host network).\n").append(Files.readString(Path.of("/etc/hosts")));
        } else {
            text.append(".\n127.0.0.1\tlocalhost\n");
            text.append("::1\tlocalhost ip6-localhost ip6-loopback\n");
            text.append("fe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\n");
            text.append("fe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n");
            String name = SandboxSpecs.hostName(pod, node);
            for (String ip : podIps) {
                text.append(ip).append('\t');
                if (!pod.spec().subdomain().isEmpty()) {
                    String shortName = name.split("\\.", 2)[0];
                    text.append(shortName)
                            .append('.')
                            .append(SandboxSpecs.domain(pod, node))
                            .append('\t');
                    text.append(shortName).append('\n');
                } else {
                    text.append(name).append('\n');
                }
            }
        }
        if (pod.spec().hasHostAliases()) {
            text.append("\n# Entries added by HostAliases.\n");
            for (var alias : pod.spec().hostAliases()) {
                text.append(alias.ip())
                        .append('\t')
                        .append(String.join("\t", alias.hostnames()))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
