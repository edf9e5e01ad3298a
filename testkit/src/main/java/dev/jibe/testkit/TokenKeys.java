package dev.jibe.testkit;

import dev.jibe.jibe.DataDirectory;
import java.io.IOException;
import java.util.Optional;

/** The RSA key by which all in-memory clusters of a JVM sign tokens: making one takes longer than all the rest. */
final class TokenKeys {

    private static Optional<DataDirectory.TokenKeys> shared = Optional.empty();

    private TokenKeys() {}

    static synchronized DataDirectory.TokenKeys shared() throws IOException {
        if (shared.isEmpty()) {
            shared = Optional.of(DataDirectory.newTokenKeys());
        }
        return shared.get();
    }
}
