package dev.jibe.object.cbor;

import java.util.Collection;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/** Looks for fields in the order in which they stand; of bytes that were read before. */
final class CborFields {

    private final CborScanner in;
    private final Set<String> paths;
    private OptionalInt found = OptionalInt.empty();

    CborFields(byte[] bytes, Collection<String> paths) {
        this.in = new CborScanner(bytes);
        this.paths = Set.copyOf(paths);
    }

    OptionalInt find() {
        value("");
        return found;
    }

    private void value(String path) {
        in.head();
        long count = in.argument();
        switch (in.major()) {
            case CborScanner.BYTES, CborScanner.TEXT -> in.string();
            case CborScanner.TAG -> value(path);
            case CborScanner.ARRAY -> {
                for (int i = 0; count == CborScanner.INDEFINITE ? !in.ends() : i < count; i++) {
                    value(String.format(Locale.ROOT, "%s[%d]", path, i));
                }
            }
            case CborScanner.MAP -> {
                for (int i = 0; count == CborScanner.INDEFINITE ? !in.ends() : i < count; i++) {
                    in.head();
                    var key = in.text(0);
                    var inner = path.isEmpty() ? key : path + "." + key;
                    if (found.isEmpty() && paths.contains(inner)) {
                        found = OptionalInt.of(i);
                    }
                    value(inner);
                }
            }
            default -> {}
        }
    }
}
