package dev.jibe.wire.http.channel;

import java.io.IOException;
import java.io.InputStream;

/** The reading thread's side of {@link Inbound} as a stream. */
final class InboundStream extends InputStream {
    private final Inbound inbound;
    private final Runnable onClose;

    InboundStream(Inbound inbound, Runnable onClose) {
        this.inbound = inbound;
        this.onClose = onClose;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return inbound.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return inbound.read(into, offset, length);
    }

    @Override
    public int available() {
        return inbound.buffered();
    }

    @Override
    public void close() {
        onClose.run();
    }
}
