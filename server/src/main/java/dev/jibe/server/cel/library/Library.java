package dev.jibe.server.cel.library;

import dev.cel.common.CelFunctionDecl;
import dev.jibe.server.cel.CelFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All functions that an expression may call. */
public final class Library {

    private static final List<Functions> GROUPS = List.of(
            new Strings(),
            new Lists(),
            new Regexes(),
            new Urls(),
            new Quantities(),
            new NetworkAddresses(),
            new Semvers(),
            new NamedFormats(),
            new Sets(),
            new Sequences(),
            new Objects(),
            new Authorization());

    private static final Map<String, Function> FUNCTIONS = new HashMap<>();

    private static final Set<String> TYPES = Set.of(
            "bool",
            "int",
            "uint",
            "double",
            "string",
            "bytes",
            "list",
            "map",
            "null_type",
            "type",
            "optional_type",
            "google.protobuf.Timestamp",
            "google.protobuf.Duration");

    static {
        FUNCTIONS.putAll(Operators.FUNCTIONS);
        FUNCTIONS.putAll(Standard.FUNCTIONS);
        FUNCTIONS.putAll(Conversions.FUNCTIONS);
        FUNCTIONS.putAll(Times.FUNCTIONS);
        FUNCTIONS.putAll(Optionals.FUNCTIONS);
        GROUPS.forEach(group -> group.functions().forEach(Library::add));
    }

    private Library() {}

    /** Functions of one name in several groups differ in their targets; the first one that fits is called. */
    private static void add(String name, Function function) {
        var known = FUNCTIONS.get(name);
        FUNCTIONS.put(
                name,
                known == null
                        ? function
                        : values -> {
                            try {
                                return known.call(values);
                            } catch (ClassCastException | NotMine e) {
                                return function.call(values);
                            }
                        });
    }

    /** A function of this name that is for other values. */
    static final class NotMine extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotMine() {
            super(null, null, false, false);
        }
    }

    /** The functions besides those that the language has itself. */
    public static List<CelFunctionDecl> declarations() {
        return Signatures.read(
                GROUPS.stream().flatMap(group -> group.signatures().stream()).toList());
    }

    public static boolean isType(String name) {
        return TYPES.contains(name);
    }

    /**
     * The value of a function.
     *
     * @throws CelFailure if it has none for these
     */
    public static Object call(String name, List<Object> values) {
        var function = FUNCTIONS.get(name);
        if (function == null) {
            throw CelFailure.noSuchOverload();
        }
        try {
            return function.call(values);
        } catch (ClassCastException | NotMine e) {
            throw CelFailure.noSuchOverload();
        }
    }
}
