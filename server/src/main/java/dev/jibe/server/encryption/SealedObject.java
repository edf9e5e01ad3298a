package dev.jibe.server.encryption;

import dev.jibe.server.encryption.KmsService.Encrypted;
import dev.jibe.wire.grpc.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is kept of a value whose key is in turn encrypted by a service: upstream's message {@code EncryptedObject}.
 *
 * @param key what the service made of the key
 * @param fromSeed whether that is a seed of which the keys are derived, or the key itself
 */
record SealedObject(byte[] data, Encrypted key, boolean fromSeed) {

    static final int MAX_KEY_ID_BYTES = 1 << 10;
    private static final int MAX_KEY_BYTES = 1 << 10;
    private static final int MAX_ANNOTATION_BYTES = 32 << 10;

    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+");
    private static final int MAX_DOMAIN = 253;

    byte[] write() {
        return Fields.message(out -> {
            out.writeByteArray(1, data);
            out.writeString(2, key.keyId());
            out.writeByteArray(3, key.ciphertext());
            KmsMessages.annotations(out, 4, key.annotations());
            if (fromSeed) {
                out.writeEnum(5, 1);
            }
        });
    }

    /** @throws KmsException if it is none */
    static SealedObject read(byte[] bytes) {
        var data = new byte[][] {{}};
        var ciphertext = new byte[][] {{}};
        var keyId = new String[] {""};
        var type = new int[1];
        Map<String, byte[]> annotations = new TreeMap<>();
        KmsMessages.read(bytes, (number, tag, in) -> {
            switch (number) {
                case 1 -> data[0] = in.readByteArray();
                case 2 -> keyId[0] = in.readString();
                case 3 -> ciphertext[0] = in.readByteArray();
                case 4 -> KmsMessages.annotation(in.readByteArray(), annotations);
                case 5 -> type[0] = in.readEnum();
                default -> in.skipField(tag);
            }
        });
        if (type[0] != 0 && type[0] != 1) {
            throw new KmsException("unknown encryptedDEKSourceType: " + type[0]);
        }
        var read = new SealedObject(data[0], new Encrypted(ciphertext[0], keyId[0], annotations), type[0] == 1);
        if (read.data.length == 0) {
            throw new KmsException("encrypted data is empty");
        }
        check(read.key);
        return read;
    }

    /** @throws KmsException if a service has no business to answer this */
    static void check(Encrypted key) {
        if (key.ciphertext().length == 0) {
            throw new KmsException("failed to validate encrypted DEK source: encrypted DEK source is empty");
        }
        if (key.ciphertext().length > MAX_KEY_BYTES) {
            throw new KmsException("failed to validate encrypted DEK source: encrypted DEK source is "
                    + key.ciphertext().length + " bytes, which exceeds the max size of " + MAX_KEY_BYTES);
        }
        var wrong = wrongKeyId(key.keyId());
        if (!wrong.isEmpty()) {
            throw new KmsException("failed to validate key id: " + wrong);
        }
        long size = 0;
        for (var annotation : key.annotations().entrySet()) {
            var name = annotation.getKey();
            if (name.length() > MAX_DOMAIN || !DOMAIN.matcher(name).matches()) {
                throw new KmsException("failed to validate annotations: annotations: Invalid value: \"" + name
                        + "\": should be a domain with at least two segments separated by dots");
            }
            size += name.length() + annotation.getValue().length;
        }
        if (size > MAX_ANNOTATION_BYTES) {
            throw new KmsException("failed to validate annotations: total size of annotations is " + size
                    + ", which exceeds the max size of " + MAX_ANNOTATION_BYTES);
        }
    }

    /** What is wrong with the name of a key; empty if nothing. */
    static String wrongKeyId(String keyId) {
        int bytes = keyId.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0) {
            return "keyID is empty";
        }
        return bytes > MAX_KEY_ID_BYTES
                ? "keyID is " + bytes + " bytes, which exceeds the max size of " + MAX_KEY_ID_BYTES
                : "";
    }
}
