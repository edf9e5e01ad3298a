package dev.jibe.server.encryption;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.jibe.server.encryption.KmsService.Encrypted;
import dev.jibe.server.encryption.KmsService.Status;
import dev.jibe.wire.grpc.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The messages of the KMS API v2, by their numbers: they are few and small. */
final class KmsMessages {

    private KmsMessages() {}

    /** Reads a field of a message, or skips it. */
    @FunctionalInterface
    interface Reading {
        void field(int number, int tag, CodedInputStream in) throws IOException;
    }

    /** @throws KmsException if it is no message */
    static void read(byte[] message, Reading fields) {
        try {
            var in = CodedInputStream.newInstance(message);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                fields.field(tag >>> 3, tag, in);
            }
        } catch (IOException e) {
            throw new KmsException("proto: cannot parse invalid wire-format data", e);
        }
    }

    static byte[] encryptRequest(String uid, byte[] plain) {
        return Fields.message(out -> {
            out.writeByteArray(1, plain);
            out.writeString(2, uid);
        });
    }

    static byte[] decryptRequest(String uid, Encrypted encrypted) {
        return Fields.message(out -> {
            out.writeByteArray(1, encrypted.ciphertext());
            out.writeString(2, uid);
            out.writeString(3, encrypted.keyId());
            annotations(out, 4, encrypted.annotations());
        });
    }

    static void annotations(CodedOutputStream out, int number, Map<String, byte[]> annotations) throws IOException {
        for (var annotation : annotations.entrySet()) {
            out.writeByteArray(number, Fields.message(entry -> {
                entry.writeString(1, annotation.getKey());
                entry.writeByteArray(2, annotation.getValue());
            }));
        }
    }

    /** Adds an annotation that stands in a message. */
    static void annotation(byte[] entry, Map<String, byte[]> annotations) {
        var key = new StringBuilder();
        var value = new ByteString[] {ByteString.EMPTY};
        read(entry, (number, tag, in) -> {
            switch (number) {
                case 1 -> key.append(in.readString());
                case 2 -> value[0] = in.readBytes();
                default -> in.skipField(tag);
            }
        });
        annotations.put(key.toString(), value[0].toByteArray());
    }

    static Status status(byte[] response) {
        var texts = new String[] {"", "", ""};
        read(response, (number, tag, in) -> {
            if (number >= 1 && number <= texts.length) {
                texts[number - 1] = in.readString();
            } else {
                in.skipField(tag);
            }
        });
        return new Status(texts[0], texts[1], texts[2]);
    }

    static Encrypted encrypted(byte[] response) {
        var ciphertext = new byte[][] {{}};
        var keyId = new String[] {""};
        Map<String, byte[]> annotations = new TreeMap<>();
        read(response, (number, tag, in) -> {
            switch (number) {
                case 1 -> ciphertext[0] = in.readByteArray();
                case 2 -> keyId[0] = in.readString();
                case 3 -> annotation(in.readByteArray(), annotations);
                default -> in.skipField(tag);
            }
        });
        return new Encrypted(ciphertext[0], keyId[0], annotations);
    }

    static byte[] decrypted(byte[] response) {
        var plain = new byte[][] {{}};
        read(response, (number, tag, in) -> {
            if (number == 1) {
                plain[0] = in.readByteArray();
            } else {
                in.skipField(tag);
            }
        });
        return plain[0];
    }
}
