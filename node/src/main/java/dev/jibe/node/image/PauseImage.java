package dev.jibe.node.image;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The image of every sandbox, made here so that nothing needs pulling; a docker archive of a few kilobytes. */
public final class PauseImage {
    public static final String REFERENCE = "registry.k8s.io/pause:3.10";

    private PauseImage() {}

    /** The archive for the machine that runs this. */
    public static byte[] archive() {
        return archive(System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64");
    }

    static byte[] archive(String architecture) {
        byte[] layer = new TarWriter()
                .add("pause", 0755, PauseProgram.elf(architecture))
                .finish();
        JsonMap config = JsonMap.of(
                "architecture",
                architecture,
                "os",
                "linux",
                "config",
                JsonMap.of("Entrypoint", JsonList.of("/pause"), "Env", JsonList.of("PATH=/")),
                "rootfs",
                JsonMap.of("type", "layers", "diff_ids", JsonList.of("sha256:" + sha256(layer))));
        byte[] configBytes = Json.write(config);
        String configName = sha256(configBytes) + ".json";
        JsonMap manifest = JsonMap.of(
                "Config", configName, "RepoTags", JsonList.of(REFERENCE), "Layers", JsonList.of("layer.tar"));
        return new TarWriter()
                .add(configName, 0644, configBytes)
                .add("layer.tar", 0644, layer)
                .add("manifest.json", 0644, Json.write(JsonList.of(manifest)))
                .finish();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
