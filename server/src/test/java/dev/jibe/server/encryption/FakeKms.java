package dev.jibe.server.encryption;

import com.google.protobuf.ByteString;
import dev.jibe.server.encryption.KmsService.Encrypted;
import dev.jibe.server.grpc.SocketService;
import dev.jibe.wire.grpc.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A key management service of the test's own behind a Unix socket; its cipher is none. */
final class FakeKms implements AutoCloseable {

    static final String NOTE = "kms.example.com";

    volatile String keyId = "key-1";
    volatile String healthz = "ok";
    volatile boolean failing;
    final AtomicInteger decryptions = new AtomicInteger();
    final AtomicInteger encryptions = new AtomicInteger();
    private final SocketService service;

    FakeKms(Path socket) throws IOException {
        service = new SocketService(
                socket,
                "v2.KeyManagementService",
                Map.of("Status", this::status, "Encrypt", this::encrypt, "Decrypt", this::decrypt));
    }

    private void checkWell() {
        if (failing) {
            throw SocketService.unavailable("not today");
        }
    }

    private byte[] status(byte[] request) {
        checkWell();
        return Fields.message(out -> {
            out.writeString(1, "v2");
            out.writeString(2, healthz);
            out.writeString(3, keyId);
        });
    }

    private byte[] encrypt(byte[] request) {
        checkWell();
        encryptions.incrementAndGet();
        var sealed = turned(KmsMessages.decrypted(request));
        return Fields.message(out -> {
            out.writeByteArray(1, sealed);
            out.writeString(2, keyId);
            KmsMessages.annotations(out, 3, Map.of(NOTE, keyId.getBytes(StandardCharsets.UTF_8)));
        });
    }

    /** Opens only what comes with the name of the key and the note that it was given. */
    private byte[] decrypt(byte[] request) {
        checkWell();
        decryptions.incrementAndGet();
        var asked = request(request);
        var note = ByteString.copyFrom(asked.annotations().getOrDefault(NOTE, new byte[0]))
                .toStringUtf8();
        return note.equals(asked.keyId())
                ? Fields.message(out -> out.writeByteArray(1, turned(asked.ciphertext())))
                : new byte[0];
    }

    private static Encrypted request(byte[] request) {
        var ciphertext = new byte[][] {{}};
        var key = new String[] {""};
        Map<String, byte[]> annotations = new TreeMap<>();
        KmsMessages.read(request, (number, tag, in) -> {
            switch (number) {
                case 1 -> ciphertext[0] = in.readByteArray();
                case 3 -> key[0] = in.readString();
                case 4 -> KmsMessages.annotation(in.readByteArray(), annotations);
                default -> in.skipField(tag);
            }
        });
        return new Encrypted(ciphertext[0], key[0], annotations);
    }

    private static byte[] turned(byte[] bytes) {
        var turned = bytes.clone();
        for (int i = 0; i < turned.length; i++) {
            turned[i] ^= 0x5a;
        }
        return turned;
    }

    @Override
    public void close() {
        service.close();
    }
}
