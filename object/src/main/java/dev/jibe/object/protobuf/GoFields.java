package dev.jibe.object.protobuf;

import java.util.Locale;
import java.util.Set;

/** What upstream's structs call the fields that JSON names. */
final class GoFields {

    /** First words that Go writes in capitals, as far as the API has them. */
    private static final Set<String> CAPITALS = Set.of(
            "api", "aws", "ca", "cel", "cidr", "csi", "dns", "fc", "fs", "gce", "gid", "gmsa", "grpc", "http", "ip",
            "iqn", "iscsi", "json", "nfs", "os", "pd", "pkix", "qos", "rbd", "se", "ssl", "tcp", "tls", "ttl", "tty",
            "uid", "url");

    private GoFields() {}

    static String name(String json) {
        if (json.equals("metadata")) {
            return "ObjectMeta";
        }
        int end = 0;
        while (end < json.length() && !Character.isUpperCase(json.charAt(end))) {
            end++;
        }
        var first = json.substring(0, end);
        boolean plural = first.endsWith("s") && CAPITALS.contains(first.substring(0, first.length() - 1));
        var capital = CAPITALS.contains(first)
                ? first.toUpperCase(Locale.ROOT)
                : plural
                        ? first.substring(0, end - 1).toUpperCase(Locale.ROOT) + "s"
                        : first.isEmpty() ? "" : first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1);
        return capital + json.substring(end);
    }
}
