package dev.jibe.wire.grpc;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes the fields of a message by their numbers, where so few are needed that nothing is generated for it. */
@FunctionalInterface
public interface Fields {

    void to(CodedOutputStream out) throws IOException;

    /** The message that has these fields. */
    static byte[] message(Fields fields) {
        var bytes = new ByteArrayOutputStream();
        try {
            var out = CodedOutputStream.newInstance(bytes);
            fields.to(out);
            out.flush();
        } catch (IOException impossible) {
            throw new AssertionError("bytes can always be written", impossible);
        }
        return bytes.toByteArray();
    }
}
