package dev.jibe.server.encryption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.server.configuration.ConfigurationException;
import dev.jibe.server.registry.ObjectValues;
import dev.jibe.store.Expect;
import dev.jibe.store.Store;
import dev.jibe.store.StoreConfig;
import dev.jibe.store.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on the disk, and who can read it when keys change. */
final class EncryptionTest {

    private static final byte[] TEXT = "{\"kind\":\"Secret\"}".getBytes(StandardCharsets.UTF_8);

    private static String secret(int length, int fill) {
        var key = new byte[length];
        java.util.Arrays.fill(key, (byte) fill);
        return Base64.getEncoder().encodeToString(key);
    }

    private static String keys(String provider, int... fills) {
        var text = new StringBuilder("{\"" + provider + "\":{\"keys\":[");
        for (int i = 0; i < fills.length; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"k" + fills[i] + "\",\"secret\":\"" + secret(32, fills[i]) + "\"}");
        }
        return text + "]}}";
    }

    private static Encryption of(String resources, String... providers) {
        return parse("[{\"resources\":" + resources + ",\"providers\":[" + String.join(",", providers) + "]}]");
    }

    private static Encryption parse(String rules) {
        var file = "{\"apiVersion\":\"apiserver.config.k8s.io/v1\",\"kind\":\"EncryptionConfiguration\",\"resources\":"
                + rules + "}";
        return new Encryption(EncryptionConfiguration.parse(
                file.getBytes(StandardCharsets.UTF_8), new SecureRandom(), _ -> new Provider.Identity()));
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void everyProviderOpensWhatItSealed() {
        for (var provider : List.of("aesgcm", "aescbc", "secretbox")) {
            var encryption = of("[\"secrets\"]", keys(provider, 1));
            var sealed = encryption.seal("secrets", "default/x", TEXT);
            assertTrue(ascii(sealed).startsWith("k8s:enc:" + provider + ":v1:k1:"), provider);
            assertFalse(ascii(sealed).contains("Secret"), provider);
            assertArrayEquals(TEXT, encryption.open("secrets", "default/x", sealed), provider);
        }
    }

    @Test
    void sealedForOnePlaceIsNotOpenedInAnother() {
        var encryption = of("[\"secrets\"]", keys("aesgcm", 1));
        var sealed = encryption.seal("secrets", "default/x", TEXT);
        assertThrows(EncryptionException.class, () -> encryption.open("secrets", "default/y", sealed));
    }

    @Test
    void theFirstKeyWritesAndAllRead() {
        var before = of("[\"secrets\"]", keys("aescbc", 1)).seal("secrets", "a/x", TEXT);
        var rotated = of("[\"secrets\"]", keys("aescbc", 2, 1));
        assertArrayEquals(TEXT, rotated.open("secrets", "a/x", before));
        assertTrue(rotated.isStale("secrets", "a/x"));
        assertTrue(ascii(rotated.seal("secrets", "a/x", TEXT)).startsWith("k8s:enc:aescbc:v1:k2:"));
        rotated.written("secrets", "a/x");
        assertFalse(rotated.isStale("secrets", "a/x"));
    }

    @Test
    void whatWasPlainIsReadIfIdentityIsNamed() {
        var encryption = of("[\"secrets\"]", keys("secretbox", 1), "{\"identity\":{}}");
        assertArrayEquals(TEXT, encryption.open("secrets", "a/x", TEXT));
        assertTrue(encryption.isStale("secrets", "a/x"));
        var strict = of("[\"secrets\"]", keys("secretbox", 1));
        var error = assertThrows(EncryptionException.class, () -> strict.open("secrets", "a/x", TEXT));
        assertTrue(String.valueOf(error.getMessage()).startsWith("secrets/a/x cannot be read"), error::getMessage);
    }

    @Test
    void theNarrowestRuleCounts() {
        var encryption = parse("[{\"resources\":[\"configmaps\"],\"providers\":[{\"identity\":{}}]},"
                + "{\"resources\":[\"*.apps\"],\"providers\":[" + keys("aesgcm", 1) + "]},"
                + "{\"resources\":[\"*.*\"],\"providers\":[" + keys("aescbc", 2) + "]}]");
        assertArrayEquals(TEXT, encryption.seal("configmaps", "a/x", TEXT));
        assertTrue(ascii(encryption.seal("deployments.apps", "a/x", TEXT)).startsWith("k8s:enc:aesgcm:"));
        assertTrue(ascii(encryption.seal("secrets", "a/x", TEXT)).startsWith("k8s:enc:aescbc:"));
    }

    @Test
    void mistakesAreToldInOneLine() {
        assertWrong("[]", "resources: at least one resources is required");
        assertWrong(
                "[{\"resources\":[\"*\"],\"providers\":[{\"identity\":{}}]}]",
                "resources[0].resources[0]: \"*\": use '*.' to encrypt all the resources from core API group or *.* to"
                        + " encrypt all resources");
        assertWrong(
                "[{\"resources\":[\"*.*\"],\"providers\":[{\"identity\":{}}]},"
                        + "{\"resources\":[\"secrets\"],\"providers\":[{\"identity\":{}}]}]",
                "resource \"secrets\" is masked by earlier rule \"*.*\"");
        assertWrong(
                "[{\"resources\":[\"secrets\"],\"providers\":[{\"secretbox\":{\"keys\":[{\"name\":\"k\",\"secret\":\""
                        + secret(16, 1) + "\"}]}}]}]",
                "resources[0].providers[0].secretbox.keys[0].secret: secret is not of the expected length, got 16,"
                        + " expected one of [32]");
    }

    private static void assertWrong(String rules, String message) {
        assertEquals(
                message,
                assertThrows(ConfigurationException.class, () -> parse(rules)).getMessage());
    }

    @Test
    void nothingOfASecretIsOnTheDisk(@TempDir Path folder) throws IOException {
        var secret = JsonMap.of(
                "kind", "Secret", "metadata", JsonMap.of("name", "x"), "data", JsonMap.of("word", "c2Vzc2FtZS1vcGVu"));
        var first = of("[\"secrets\"]", keys("secretbox", 1));
        try (var store = Store.open(StoreConfig.in(folder), new ObjectValues(first), Clock.system())) {
            store.commit(Write.put("secrets", "default/x", secret, Expect.ABSENT));
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(ascii(Files.readAllBytes(file)).contains("c2Vzc2FtZS1vcGVu"), file::toString);
            }
        }
        var rotated = of("[\"secrets\"]", keys("aesgcm", 2), keys("secretbox", 1));
        try (var store = Store.open(StoreConfig.in(folder), new ObjectValues(rotated), Clock.system())) {
            var read = store.latest().get("secrets", "default/x");
            assertEquals(
                    "c2Vzc2FtZS1vcGVu",
                    read == null ? "" : read.value().map("data").string("word"));
            assertTrue(rotated.isStale("secrets", "default/x"));
        }
        var lost = new ObjectValues(of("[\"secrets\"]", keys("aesgcm", 2)));
        assertThrows(
                EncryptionException.class,
                () -> Store.open(StoreConfig.in(folder), lost, Clock.system()).close());
    }
}
