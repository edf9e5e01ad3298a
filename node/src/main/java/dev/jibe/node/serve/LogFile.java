package dev.jibe.node.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;

/** Reading a container's log file from its end. */
public final class LogFile {
    private static final int BLOCK_BYTES = 64 << 10;

    private LogFile() {}

    /** Where the last so many lines of a file begin. */
    static long tailOffset(RandomAccessFile file, long lines) throws IOException {
        long position = file.length();
        long missing = lines + 1;
        byte[] block = new byte[BLOCK_BYTES];
        boolean isEnd = true;
        while (position > 0) {
            int length = (int) Math.min(BLOCK_BYTES, position);
            position -= length;
            file.seek(position);
            file.readFully(block, 0, length);
            for (int i = length - 1; i >= 0; i--) {
                boolean isLineEnd = block[i] == '\n';
                if (isEnd && !isLineEnd) {
                    missing--;
                }
                isEnd = false;
                if (isLineEnd && --missing <= 0) {
                    return position + i + 1;
                }
            }
        }
        return 0;
    }

    /** The text of the last lines of a log, at most so many bytes of it. */
    public static String tail(Path path, int lines, int limitBytes) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(tailOffset(file, lines));
            byte[] bytes = new byte[(int) Math.min(Integer.MAX_VALUE - 8, file.length() - file.getFilePointer())];
            file.readFully(bytes);
            var text = new ByteArrayOutputStream();
            for (byte[] line : lines(bytes)) {
                LogLine.parse(line).ifPresent(parsed -> {
                    text.writeBytes(parsed.text());
                    if (!parsed.isPartial()) {
                        text.write('\n');
                    }
                });
            }
            byte[] all = text.toByteArray();
            int from = Math.max(0, all.length - limitBytes);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        }
    }

    private static Iterable<byte[]> lines(byte[] bytes) {
        var lines = new ArrayList<byte[]>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                lines.add(Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        return lines;
    }
}
