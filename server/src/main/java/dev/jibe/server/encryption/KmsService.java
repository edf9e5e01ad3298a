package dev.jibe.server.encryption;

import java.util.Map;

/**
 * A key management service: it keeps the keys that encrypt the keys of the data. See <a
 * href="https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/">Using a KMS provider for data encryption</a>.
 *
 * <p>Every method blocks and throws {@link KmsException}.
 */
interface KmsService extends AutoCloseable {

    /**
     * How it is.
     *
     * @param healthz {@code ok} or what is wrong
     * @param keyId the key that it encrypts with now
     */
    record Status(String version, String healthz, String keyId) {}

    /** What it made of a key. */
    record Encrypted(byte[] ciphertext, String keyId, Map<String, byte[]> annotations) {}

    Status status();

    /**
     * Encrypts a key.
     *
     * @param uid of this call, for the service's log
     */
    Encrypted encrypt(String uid, byte[] plain);

    byte[] decrypt(String uid, Encrypted encrypted);

    @Override
    void close();
}
