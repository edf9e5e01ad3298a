package dev.jibe.node.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A tar archive in memory, in the POSIX ustar form, with neither times nor owners so that it is reproducible. */
final class TarWriter {
    private static final int BLOCK_BYTES = 512;
    private static final int CHECKSUM_OFFSET = 148;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Adds a regular file; the name must be shorter than 100 bytes. */
    TarWriter add(String name, int mode, byte[] content) {
        byte[] header = new byte[BLOCK_BYTES];
        put(header, 0, name);
        put(header, 100, String.format("%07o", mode));
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, String.format("%011o", content.length));
        put(header, 136, "00000000000");
        Arrays.fill(header, CHECKSUM_OFFSET, CHECKSUM_OFFSET + 8, (byte) ' ');
        header[156] = '0';
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, CHECKSUM_OFFSET, String.format("%06o", sum));
        header[CHECKSUM_OFFSET + 6] = 0;
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[(BLOCK_BYTES - content.length % BLOCK_BYTES) % BLOCK_BYTES]);
        return this;
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    byte[] finish() {
        out.writeBytes(new byte[2 * BLOCK_BYTES]);
        return out.toByteArray();
    }
}
