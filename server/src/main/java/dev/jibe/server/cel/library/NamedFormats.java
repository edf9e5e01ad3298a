package dev.jibe.server.cel.library;

import dev.jibe.object.selector.LabelSyntax;
import dev.jibe.server.cel.Maybe;
import dev.jibe.server.cel.Values;
import dev.jibe.server.registry.Names;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The forms of names, by name. */
final class NamedFormats implements Functions {

    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9A-F]{8}-?[0-9A-F]{4}-?[0-9A-F]{4}-?[0-9A-F]{4}-?[0-9A-F]{12}");
    private static final Pattern BASE64 =
            Pattern.compile("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})");

    /** A form of names. */
    private record Format(String name, long length, java.util.function.Function<String, List<String>> wrong)
            implements Values.Pattern {
        @Override
        public String typeName() {
            return "kubernetes.NamedFormat";
        }
    }

    private static final Map<String, Format> FORMATS = new LinkedHashMap<>();

    static {
        add("dns1123Label", 30, text -> Names.wrongLabel(text, false));
        add("dns1123Subdomain", 60, text -> Names.wrongSubdomain(text, false));
        add("dns1035Label", 30, text -> Names.wrongLabel1035(text, false));
        add("dns1123LabelPrefix", 30, text -> Names.wrongLabel(text, true));
        add("dns1123SubdomainPrefix", 60, text -> Names.wrongSubdomain(text, true));
        add("dns1035LabelPrefix", 30, text -> Names.wrongLabel1035(text, true));
        add("qualifiedName", 60, text -> listed(LabelSyntax.wrongKey(text)));
        add("labelValue", 40, text -> listed(LabelSyntax.wrongValue(text)));
        add("uri", 1103, NamedFormats::wrongUri);
        add("uuid", 70, text -> UUID.matcher(text).matches() ? List.of() : List.of("does not match the UUID format"));
        add("byte", 84, text -> BASE64.matcher(text).matches() ? List.of() : List.of("invalid base64"));
        add("date", 71, NamedFormats::wrongDate);
        add("datetime", 71, NamedFormats::wrongTime);
    }

    private static void add(String name, long length, java.util.function.Function<String, List<String>> wrong) {
        FORMATS.put(name, new Format(name, length, wrong));
    }

    @Override
    public List<String> signatures() {
        var signatures = new ArrayList<String>();
        FORMATS.keySet().forEach(name -> signatures.add("format." + name + "(): NamedFormat"));
        signatures.add("format.named(string): optional<NamedFormat>");
        signatures.add("NamedFormat.validate(string): optional<list<string>>");
        return signatures;
    }

    @Override
    public Map<String, Function> functions() {
        Map<String, Function> functions = new HashMap<>();
        FORMATS.forEach((name, format) -> functions.put("format." + name, v -> format));
        functions.put("format.named", v -> {
            var found = FORMATS.get((String) v.getFirst());
            return found == null ? Maybe.NONE : Maybe.of(found);
        });
        functions.put("validate", v -> {
            var wrong = ((Format) v.getFirst()).wrong().apply((String) v.get(1));
            return wrong.isEmpty() ? Maybe.NONE : Maybe.of(List.<Object>copyOf(wrong));
        });
        return functions;
    }

    private static List<String> listed(String wrong) {
        return wrong.isEmpty() ? List.of() : List.of(wrong);
    }

    private static List<String> wrongUri(String text) {
        try {
            var uri = new URI(text);
            return !text.isEmpty() && (uri.isAbsolute() || text.startsWith("/"))
                    ? List.of()
                    : List.of("parse \"" + text + "\": invalid URI for request");
        } catch (URISyntaxException e) {
            return List.of("parse \"" + text + "\": invalid URI for request");
        }
    }

    private static List<String> wrongDate(String text) {
        try {
            LocalDate.parse(text);
            return List.of();
        } catch (DateTimeException e) {
            return List.of("invalid date");
        }
    }

    private static List<String> wrongTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return List.of();
        } catch (DateTimeException e) {
            return List.of("invalid datetime");
        }
    }
}
