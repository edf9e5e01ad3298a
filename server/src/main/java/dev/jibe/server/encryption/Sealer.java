package dev.jibe.server.encryption;

/** One key with the way it is used. Safe for threads. */
interface Sealer {

    /**
     * Encrypts.
     *
     * @param place where the bytes are kept; ways that authenticate bind them to it
     */
    byte[] seal(byte[] plain, byte[] place);

    /**
     * Decrypts.
     *
     * @throws EncryptionException if this key did not seal the bytes for this place
     */
    byte[] open(byte[] sealed, byte[] place);
}
