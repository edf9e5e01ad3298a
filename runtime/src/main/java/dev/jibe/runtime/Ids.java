package dev.jibe.runtime;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The source of names and identities that must not collide.
 *
 * <p>It draws from the generator that it is given: a secure one in a cluster, a seeded one in a test that must be
 * repeatable. It is as safe for threads as that generator.
 */
public final class Ids {

    /**
     * The letters of generated names: no vowels and none of the digits 0, 1 and 3, so that no word comes out by chance.
     * Names look as they do upstream ({@code web-7c5ddbdf54-x8kfz}).
     */
    private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;

    private final RandomGenerator random;

    public Ids(RandomGenerator random) {
        this.random = random;
    }

    /** Identities that nobody can guess. */
    public static Ids secure() {
        return new Ids(new SecureRandom());
    }

    /** A random (version 4) UUID in its usual text form. */
    public String uuid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** The five characters that the API server adds to {@code metadata.generateName}. */
    public String suffix() {
        return suffix(SUFFIX_LENGTH);
    }

    /** The given number of characters that are safe in any name. */
    public String suffix(int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(SUFFIX_ALPHABET.charAt(random.nextInt(SUFFIX_ALPHABET.length())));
        }
        return text.toString();
    }
}
