package dev.jibe.controllers.bootstraptokens;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A JSON web signature (RFC 7515) by a bootstrap token, without what it signs in its middle. */
final class DetachedSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private DetachedSignature() {}

    static String of(String content, BootstrapToken token) {
        var header = encode("{\"alg\":\"HS256\",\"kid\":\"" + token.id() + "\"}");
        var signed = header + "." + encode(content);
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(token.secret().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            var signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
            return header + ".." + encode(signature);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every JDK has " + ALGORITHM, impossible);
        }
    }

    private static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
