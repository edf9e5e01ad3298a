package dev.jibe.store.wal;

import dev.jibe.store.disk.Disk;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the files are called. Names sort in the order of their sequence numbers. */
final class FileNames {

    static final String SPARE = "spare.tmp";

    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern SEGMENT = Pattern.compile("log-([0-9a-f]{16})\\.wal");
    private static final Pattern SNAPSHOT = Pattern.compile("snap-([0-9a-f]{16})\\.snap");

    private FileNames() {}

    static String segment(long firstSequence) {
        return "log-" + HEX.toHexDigits(firstSequence) + ".wal";
    }

    static String snapshot(long sequence) {
        return "snap-" + HEX.toHexDigits(sequence) + ".snap";
    }

    static String unfinishedSnapshot(long sequence) {
        return "snap-" + HEX.toHexDigits(sequence) + ".tmp";
    }

    /** The first sequence numbers of the segments, ascending. */
    static List<Long> segments(Disk disk) throws IOException {
        return sequences(disk, SEGMENT);
    }

    /** The sequence numbers of the snapshots, ascending. */
    static List<Long> snapshots(Disk disk) throws IOException {
        return sequences(disk, SNAPSHOT);
    }

    static void deleteUnfinished(Disk disk) throws IOException {
        for (String name : disk.list()) {
            if (name.endsWith(".tmp")) {
                disk.delete(name);
            }
        }
    }

    private static List<Long> sequences(Disk disk, Pattern pattern) throws IOException {
        return disk.list().stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Long.parseUnsignedLong(matcher.group(1), 16))
                .sorted()
                .toList();
    }
}
