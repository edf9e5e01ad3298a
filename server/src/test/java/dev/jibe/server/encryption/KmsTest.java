package dev.jibe.server.encryption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that a service keeps: what is stored, when it changes, and what happens while the service is away. */
final class KmsTest {

    private static final byte[] TEXT = "{\"kind\":\"Secret\"}".getBytes(StandardCharsets.UTF_8);
    private static final String SECRETS = "secrets";

    @TempDir
    Path directory;

    private final SteppedClock clock = new SteppedClock();
    private final Metrics metrics = new Metrics();
    private FakeKms kms;
    private EncryptionFile file;

    @BeforeEach
    void start() throws IOException {
        kms = new FakeKms(directory.resolve("kms.sock"));
        Files.writeString(directory.resolve("config"), config("kms"));
        file = open();
    }

    @AfterEach
    void stop() {
        file.close();
        kms.close();
    }

    private EncryptionFile open() throws IOException {
        return new EncryptionFile(directory.resolve("config"), "apiserver-a", metrics, clock, new SecureRandom());
    }

    private String config(String name) {
        return """
                {"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration","resources":[
                 {"resources":["secrets"],"providers":[{"kms":{"apiVersion":"v2","name":"%s",
                  "endpoint":"unix://%s","timeout":"20s"}},{"identity":{}}]}]}""".formatted(name, directory.resolve("kms.sock"));
    }

    private Encryption encryption() {
        return file.encryption();
    }

    @Test
    void whatIsStoredNamesItsKeyAndIsReadAgain() throws IOException {
        var stored = encryption().seal(SECRETS, "default/a", TEXT);
        var prefix = "k8s:enc:kms:v2:kms:";
        assertEquals(prefix, new String(stored, 0, prefix.length(), StandardCharsets.UTF_8));
        var object = SealedObject.read(Arrays.copyOfRange(stored, prefix.length(), stored.length));
        assertTrue(object.fromSeed());
        assertEquals("key-1", object.key().keyId());
        assertEquals(32 + 12 + TEXT.length + 16, object.data().length);

        assertArrayEquals(TEXT, encryption().open(SECRETS, "default/a", stored));
        assertEquals(0, kms.decryptions.get());
        // Another process has to ask the service, once.
        file.close();
        file = open();
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(TEXT, encryption().open(SECRETS, "default/a", stored));
        }
        assertEquals(1, kms.decryptions.get());
        assertFalse(encryption().isStale(SECRETS, "default/a"));
        assertThrows(EncryptionException.class, () -> encryption().open(SECRETS, "default/b", stored));
    }

    @Test
    void withAnotherKeyEverythingIsToBeWrittenAnew() {
        var before = encryption().seal(SECRETS, "default/a", TEXT);
        assertFalse(encryption().isStale(SECRETS, "default/a"));
        kms.keyId = "key-2";
        clock.pass(KmsProbe.POLL);
        assertEquals(2, kms.encryptions.get());
        assertTrue(encryption().isStale(SECRETS, "default/a"));
        assertArrayEquals(TEXT, encryption().open(SECRETS, "default/a", before));
        assertTrue(encryption().isStale(SECRETS, "default/a"));
        encryption().seal(SECRETS, "default/a", TEXT);
        assertFalse(encryption().isStale(SECRETS, "default/a"));
        var text = metrics.text();
        assertTrue(text.contains("apiserver_envelope_encryption_dek_source_cache_size{provider_name=\"kms\"} 2"), text);
        assertTrue(text.contains("apiserver_envelope_encryption_kms_operations_latency_seconds_count{"
                + "grpc_status_code=\"OK\",method_name=\"/v2.KeyManagementService/Encrypt\",provider_name=\"kms\"} 2"));
    }

    @Test
    void writesGoOnForThreeMinutesWithoutTheServiceAndReadsForEver() {
        var stored = encryption().seal(SECRETS, "default/a", TEXT);
        kms.failing = true;
        clock.pass(KmsProbe.POLL);
        assertTrue(encryption()
                .check()
                .startsWith(
                        "kms-provider-0: failed to perform status section of the healthz check for KMS Provider kms,"
                                + " error: rpc error: code = Unavailable desc = not today"));
        encryption().seal(SECRETS, "default/b", TEXT);
        clock.pass(KmsProbe.WRITES_FOR);
        var refused = assertThrows(EncryptionException.class, () -> encryption().seal(SECRETS, "default/b", TEXT));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("encryptedDEKSource with keyID hash \"sha256:"));
        assertArrayEquals(TEXT, encryption().open(SECRETS, "default/a", stored));
        kms.failing = false;
        clock.pass(KmsProbe.POLL_WHEN_SICK);
        assertEquals("", encryption().check());
        encryption().seal(SECRETS, "default/b", TEXT);
    }

    @Test
    void aSickServiceSaysWhy() {
        kms.healthz = "out of keys";
        clock.pass(KmsProbe.POLL);
        assertEquals(
                "kms-provider-0: kmsv2 Provider kms is not healthy, error: got unexpected healthz status: out of keys",
                encryption().check());
        kms.healthz = "ok";
        kms.keyId = "";
        clock.pass(KmsProbe.POLL_WHEN_SICK);
        assertEquals(
                "kms-provider-0: kmsv2 Provider kms is not healthy, error: got invalid KMSv2 KeyID hash \"\": keyID is"
                        + " empty",
                encryption().check());
    }

    @Test
    void theFileIsReadAgainWhenItHasChanged() throws IOException {
        file.follow();
        var before = encryption().seal(SECRETS, "default/a", TEXT);
        Files.writeString(
                directory.resolve("config"),
                config("other")
                        .replace(
                                "},{\"identity\"",
                                "},"
                                        + "{\"kms\":{\"apiVersion\":\"v2\",\"name\":\"kms\",\"endpoint\":\"unix://"
                                        + directory.resolve("kms.sock") + "\"}},{\"identity\""));
        clock.pass(EncryptionFile.LOOK_EVERY);
        assertTrue(encryption().isStale(SECRETS, "default/a"));
        assertArrayEquals(TEXT, encryption().open(SECRETS, "default/a", before));
        var after = encryption().seal(SECRETS, "default/a", TEXT);
        assertTrue(new String(after, StandardCharsets.ISO_8859_1).startsWith("k8s:enc:kms:v2:other:"));
        assertFalse(encryption().isStale(SECRETS, "default/a"));

        Files.writeString(directory.resolve("config"), "nonsense");
        clock.pass(EncryptionFile.LOOK_EVERY);
        encryption().seal(SECRETS, "default/a", TEXT);
        var text = metrics.text();
        assertTrue(
                text.contains("automatic_reloads_total{apiserver_id_hash=\"" + KmsMetrics.hash("apiserver-a")
                        + "\",status=\"failure\"} 1"),
                text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'apiVersion':'v2','name':'a:b','endpoint':'unix:///x' | invalid KMS provider name a:b, must not contain ':'",
                "'apiVersion':'v2','name':'a','endpoint':'tcp:///x' |"
                        + " unsupported scheme \"tcp\" for KMS provider, only unix is supported",
                "'apiVersion':'v3','name':'a','endpoint':'unix:///x' |"
                        + " unsupported apiVersion v3 for KMS provider, only v1 and v2 are supported",
                "'name':'a','endpoint':'unix:///x' | KMSv1 is deprecated and will only receive security updates going"
                        + " forward. Use KMSv2 instead.  Set --feature-gates=KMSv1=true to use the deprecated KMSv1"
                        + " feature.",
                "'apiVersion':'v2','name':'a','cachesize':5,'endpoint':'unix:///x' | cachesize is not supported in v2",
                "'apiVersion':'v2','name':'a' | endpoint is a required field for a kms",
                "'apiVersion':'v2','name':'a','endpoint':'unix:///x','timeout':'0s' | timeout should be a positive value"
            })
    void whatCannotBeUsedIsRefused(String kms, String why) {
        var config = "{\"apiVersion\":\"apiserver.config.k8s.io/v1\",\"kind\":\"EncryptionConfiguration\","
                + "\"resources\":[{\"resources\":[\"secrets\"],\"providers\":[{\"kms\":{"
                + kms.replace('\'', '"') + "}}]}]}";
        var refused = assertThrows(
                ConfigurationException.class,
                () -> EncryptionConfiguration.parse(
                        config.getBytes(StandardCharsets.UTF_8), new SecureRandom(), _ -> new Provider.Identity()));
        assertTrue(String.valueOf(refused.getMessage()).endsWith(why.strip()), refused::getMessage);
    }
}
