package dev.jibe.wire.spdy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** The sending side of a stream. */
final class SpdyOutput extends OutputStream {
    private final SpdyStream stream;

    SpdyOutput(SpdyStream stream) {
        this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
        stream.write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        stream.write(Arrays.copyOfRange(bytes, offset, offset + length), 0, length);
    }

    @Override
    public void close() throws IOException {
        stream.closeOutput();
    }
}
