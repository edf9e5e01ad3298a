package dev.jibe.server.encryption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The box against the published vectors of NaCl and RFC 8439, and against changes of any bit. */
final class SecretBoxTest {

    private static final HexFormat HEX = HexFormat.of();

    @Test
    void naclsVector() {
        var key = HEX.parseHex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
        var nonce = HEX.parseHex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");
        var message = HEX.parseHex("be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a"
                + "1ac728d45e6c61296cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a"
                + "024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705");
        assertEquals(
                "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186a"
                        + "c0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae"
                        + "90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74"
                        + "e355a5",
                HEX.formatHex(SecretBox.box(key, nonce, message)));
    }

    @Test
    void vectorOfTheAuthenticator() {
        var key = HEX.parseHex("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b");
        var message = "Cryptographic Forum Research Group".getBytes(StandardCharsets.UTF_8);
        assertEquals("a8061dc1305136c6c22b8baf0c0127a9", HEX.formatHex(Poly1305.tag(key, message, 0)));
    }

    @Test
    void authenticatorAtTheEdgesOfTheModulus() {
        // RFC 8439, A.3, vectors 7, 9 and 10: sums that reach or pass 2^130-5.
        assertEquals(
                "05000000000000000000000000000000",
                tag(
                        "01",
                        "ffffffffffffffffffffffffffffffff" + "f0ffffffffffffffffffffffffffffff"
                                + "11000000000000000000000000000000"));
        assertEquals("faffffffffffffffffffffffffffffff", tag("02", "fdffffffffffffffffffffffffffffff"));
    }

    private static String tag(String first, String message) {
        var key = new byte[32];
        key[0] = HEX.parseHex(first)[0];
        return HEX.formatHex(Poly1305.tag(key, HEX.parseHex(message), 0));
    }

    @Test
    void opensWhatItSealedAndNothingElse() {
        long seed = 20_261_121;
        var random = new Random(seed);
        var place = new byte[0];
        for (int round = 0; round < 200; round++) {
            var key = new byte[32];
            random.nextBytes(key);
            var plain = new byte[random.nextInt(300)];
            random.nextBytes(plain);
            var box = new SecretBox(key, new SecureRandom());
            var sealed = box.seal(plain, place);
            assertArrayEquals(plain, box.open(sealed, place), "seed " + seed);
            sealed[random.nextInt(sealed.length)] ^= (byte) (1 << random.nextInt(8));
            assertThrows(EncryptionException.class, () -> box.open(sealed, place), "seed " + seed);
        }
    }
}
