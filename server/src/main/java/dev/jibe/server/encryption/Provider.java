package dev.jibe.server.encryption;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of a list of providers: what it writes begins with its name, by which it is known again. */
sealed interface Provider permits Provider.Identity, Provider.Keys, KmsProvider {

    /** A name that a key has, with the key. */
    record NamedKey(String name, Sealer sealer) {}

    /** What was read, and whether it would be written differently now. */
    record Opened(byte[] plain, boolean stale) {}

    byte[] seal(byte[] plain, byte[] place);

    /**
     * Reads what this provider wrote; null if another one did.
     *
     * @throws EncryptionException if it did but has no key for it any more
     */
    @Nullable
    Opened open(byte[] stored, byte[] place);

    /** How often it came to write differently since it is there. */
    default int changes() {
        return 0;
    }

    /** Leaves everything as it is. */
    record Identity() implements Provider {
        private static final byte[] OTHERS = ascii("k8s:enc:");

        @Override
        public byte[] seal(byte[] plain, byte[] place) {
            return plain;
        }

        @Override
        public @Nullable Opened open(byte[] stored, byte[] place) {
            return begins(stored, OTHERS) ? null : new Opened(stored, false);
        }
    }

    /**
     * Encrypts with the first of its keys.
     *
     * @param name such as {@code aescbc:v1}
     */
    record Keys(String name, List<NamedKey> keys) implements Provider {

        @Override
        public byte[] seal(byte[] plain, byte[] place) {
            var first = keys.getFirst();
            var prefix = ascii(prefix() + first.name() + ":");
            var sealed = first.sealer().seal(plain, place);
            var stored = Arrays.copyOf(prefix, prefix.length + sealed.length);
            System.arraycopy(sealed, 0, stored, prefix.length, sealed.length);
            return stored;
        }

        private String prefix() {
            return "k8s:enc:" + name + ":";
        }

        @Override
        public @Nullable Opened open(byte[] stored, byte[] place) {
            if (!begins(stored, ascii(prefix()))) {
                return null;
            }
            EncryptionException last = new EncryptionException(
                    "no matching key was found for the provider " + name.substring(0, name.indexOf(':')));
            for (int i = 0; i < keys.size(); i++) {
                var prefix = ascii(prefix() + keys.get(i).name() + ":");
                if (begins(stored, prefix)) {
                    try {
                        var sealed = Arrays.copyOfRange(stored, prefix.length, stored.length);
                        return new Opened(keys.get(i).sealer().open(sealed, place), i > 0);
                    } catch (EncryptionException e) {
                        // Another key may have the same name.
                        last = e;
                    }
                }
            }
            throw last;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static boolean begins(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
