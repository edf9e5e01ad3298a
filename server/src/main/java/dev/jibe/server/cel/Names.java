package dev.jibe.server.cel;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of properties as expressions write them. */
public final class Names {

    private static final Pattern ESCAPABLE = Pattern.compile("[a-zA-Z_./-][a-zA-Z0-9_./-]*");
    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");

    private Names() {}

    /** Whether the language has another use for the name, which a field may have in spite of that. */
    static boolean isReserved(String key) {
        return RESERVED.contains(key);
    }

    /** The name in expressions; empty if there is none. */
    public static Optional<String> escape(String key) {
        if (!ESCAPABLE.matcher(key).matches()) {
            return Optional.empty();
        }
        if (RESERVED.contains(key)) {
            return Optional.of("__" + key + "__");
        }
        return Optional.of(key.replace("__", "__underscores__")
                .replace(".", "__dot__")
                .replace("-", "__dash__")
                .replace("/", "__slash__"));
    }
}
