package dev.jibe.jibe;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.yaml.Yaml;

/** The file by which clients find a cluster and prove who they are. */
final class AdminKubeconfig {

    private static final String NAME = "jibe";

    private AdminKubeconfig() {}

    static String of(String server, String authorityPem, String certificatePem, String keyPem) {
        var cluster = JsonMap.of("server", server, "certificate-authority-data", DataDirectory.base64(authorityPem));
        var user = JsonMap.of(
                "client-certificate-data",
                DataDirectory.base64(certificatePem),
                "client-key-data",
                DataDirectory.base64(keyPem));
        return Yaml.write(JsonMap.of(
                "apiVersion",
                "v1",
                "kind",
                "Config",
                "current-context",
                NAME,
                "clusters",
                JsonList.of(JsonMap.of("name", NAME, "cluster", cluster)),
                "users",
                JsonList.of(JsonMap.of("name", NAME, "user", user)),
                "contexts",
                JsonList.of(JsonMap.of("name", NAME, "context", JsonMap.of("cluster", NAME, "user", NAME)))));
    }
}
