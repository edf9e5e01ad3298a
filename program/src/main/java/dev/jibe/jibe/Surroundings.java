package dev.jibe.jibe;

import dev.jibe.client.Transport;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * What a cluster takes from outside besides its settings and its time.
 *
 * @param random where names and identities come from; threads share it
 * @param way how its parts come to the API server
 * @param reach from where its API server is reached
 */
public record Surroundings(RandomGenerator random, Way way, Reach reach) {

    /** Chances that nobody can guess, and the direct way. */
    public static final Surroundings USUAL =
            new Surroundings(new SecureRandom(), (user, direct) -> direct, Reach.NETWORK);

    /** From where an API server is reached. */
    public enum Reach {
        NETWORK,
        /** Nobody listens, and there is no kubeconfig: nothing happens but what the process itself does. */
        PROCESS
    }

    /** What stands between a part of the cluster, known by its user, and the API server. */
    @FunctionalInterface
    public interface Way {
        Transport of(String user, Transport direct);
    }
}
