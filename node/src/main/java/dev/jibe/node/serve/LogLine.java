package dev.jibe.node.serve;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A line of a container's log as CRI runtimes write it: time, stream, {@code F} for full or {@code P} for partial, text.
 *
 * @param text without the end of line, which a full line has
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares lines.
record LogLine(String time, boolean isStdout, boolean isPartial, byte[] text) {

    static Optional<LogLine> parse(byte[] line) {
        int first = indexOf(line, 0);
        int second = first < 0 ? -1 : indexOf(line, first + 1);
        int third = second < 0 ? -1 : indexOf(line, second + 1);
        if (third < 0) {
            return Optional.empty();
        }
        String stream = new String(line, first + 1, second - first - 1, StandardCharsets.US_ASCII);
        boolean partial = line[second + 1] == 'P';
        byte[] text = Arrays.copyOfRange(line, third + 1, line.length);
        return Optional.of(new LogLine(
                new String(line, 0, first, StandardCharsets.US_ASCII), stream.equals("stdout"), partial, text));
    }

    private static int indexOf(byte[] line, int from) {
        for (int i = from; i < line.length; i++) {
            if (line[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    boolean isSince(Instant since) {
        try {
            return since.equals(Instant.EPOCH)
                    || !OffsetDateTime.parse(time).toInstant().isBefore(since);
        } catch (DateTimeParseException e) {
            return true;
        }
    }
}
