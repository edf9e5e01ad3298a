package dev.jibe.server.cel.library;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Declarations of functions, read from the way one writes them down. */
final class Signatures {

    private static final Pattern FORM = Pattern.compile("(.*)\\((.*)\\): (.*)");
    private static final String NAMESPACES = "ip,sets,lists,format,math,strings,jsonpatch";

    private Signatures() {}

    static List<CelFunctionDecl> read(List<String> signatures) {
        Map<String, List<CelOverloadDecl>> overloads = new LinkedHashMap<>();
        for (var signature : signatures) {
            var parts = FORM.matcher(signature);
            if (!parts.matches()) {
                throw new IllegalArgumentException("not a signature: " + signature);
            }
            var name = parts.group(1);
            var types = split(parts.group(2)).stream().map(Signatures::type).toList();
            var result = type(parts.group(3));
            int dot = name.lastIndexOf('.');
            var id = signature.replaceAll("[^A-Za-z0-9]+", "_");
            boolean isMethod = dot > 0 && !List.of(NAMESPACES.split(",", -1)).contains(name.substring(0, dot));
            if (isMethod) {
                var all = new ArrayList<CelType>();
                all.add(type(name.substring(0, dot)));
                all.addAll(types);
                overloads
                        .computeIfAbsent(name.substring(dot + 1), k -> new ArrayList<>())
                        .add(CelOverloadDecl.newMemberOverload(id, result, all));
            } else {
                overloads
                        .computeIfAbsent(name, k -> new ArrayList<>())
                        .add(CelOverloadDecl.newGlobalOverload(id, result, types));
            }
        }
        return overloads.entrySet().stream()
                .map(e -> CelFunctionDecl.newFunctionDeclaration(e.getKey(), e.getValue()))
                .toList();
    }

    /** Splits at commas that are not inside of angle brackets. */
    private static List<String> split(String text) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '<' ? 1 : c == '>' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        if (!text.isBlank()) {
            parts.add(text.substring(start).strip());
        }
        return parts;
    }

    private static CelType type(String text) {
        int open = text.indexOf('<');
        if (open > 0) {
            var inner = split(text.substring(open + 1, text.length() - 1)).stream()
                    .map(Signatures::type)
                    .toList();
            return switch (text.substring(0, open)) {
                case "list" -> ListType.create(inner.getFirst());
                case "map" -> MapType.create(inner.get(0), inner.get(1));
                case "optional" -> OptionalType.create(inner.getFirst());
                default -> throw new IllegalArgumentException("no such type: " + text);
            };
        }
        return switch (text) {
            case "bool" -> SimpleType.BOOL;
            case "int" -> SimpleType.INT;
            case "uint" -> SimpleType.UINT;
            case "double" -> SimpleType.DOUBLE;
            case "string" -> SimpleType.STRING;
            case "bytes" -> SimpleType.BYTES;
            case "timestamp" -> SimpleType.TIMESTAMP;
            case "duration" -> SimpleType.DURATION;
            case "dyn" -> SimpleType.DYN;
            case "T" -> TypeParamType.create("T");
            case "Quantity", "URL", "Semver", "NamedFormat" -> OpaqueType.create("kubernetes." + text);
            case "Authorizer", "PathCheck", "GroupCheck", "ResourceCheck", "Decision" ->
                OpaqueType.create("kubernetes.authorization." + text);
            case "IP", "CIDR" -> OpaqueType.create("net." + text);
            default -> throw new IllegalArgumentException("no such type: " + text);
        };
    }
}
