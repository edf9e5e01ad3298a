package dev.jibe.wire.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** The two halves of a byte pipe as streams. */
final class RawStreams {
    private RawStreams() {}

    static final class Input extends InputStream {
        private final RawConnection connection;

        Input(RawConnection connection) {
            this.connection = connection;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return connection.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return connection.read(into, offset, length);
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    static final class Output extends OutputStream {
        private final RawConnection connection;

        Output(RawConnection connection) {
            this.connection = connection;
        }

        @Override
        public void write(int b) throws IOException {
            connection.write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            connection.write(Arrays.copyOfRange(bytes, offset, offset + length), 0, length);
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
