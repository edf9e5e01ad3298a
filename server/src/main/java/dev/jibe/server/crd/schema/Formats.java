package dev.jibe.server.crd.schema;

import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Names;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The formats of strings that a schema may ask for. Any other format is a remark without effect.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation">
 * Validation</a>.
 */
final class Formats {

    private static final Map<String, Predicate<String>> KNOWN = new HashMap<>();

    private static final Pattern TIME =
            Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](.[0-9]+)?(z|[+-][0-9]{2}:[0-9]{2})");
    private static final Pattern GO_DURATION =
            Pattern.compile("[-+]?(0|(\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+");
    private static final Pattern LONG_DURATION = Pattern.compile("(\\d+)\\s*([A-Za-zµ]+)");
    private static final Pattern DURATION_UNIT = Pattern.compile(
            "ns|nano|nanos|nanosecond|nanoseconds|us|µs|micro|micros|microsecond|microseconds|ms|milli|millis|millisecond"
                    + "|milliseconds|s|sec|secs|second|seconds|m|min|mins|minute|minutes|h|hr|hrs|hour|hours|d|day|days|w|wk"
                    + "|wks|week|weeks");
    private static final Pattern HOST_NAME =
            Pattern.compile("([a-zA-Z0-9\\p{S}\\p{L}]((-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?)|([a-zA-Z0-9\\p{S}\\p{L}]"
                    + "(([a-zA-Z0-9-\\p{S}\\p{L}]{0,61}[a-zA-Z0-9\\p{S}\\p{L}])?)(\\.)){1,}([a-zA-Z\\p{L}]){2,63})");
    private static final Pattern EMAIL = Pattern.compile(
            "(.*<)?\\s*[^\\s@<>(),;:\\\\\"\\[\\]]+@([^\\s@<>(),;:\\\\\"\\[\\]]+|\\[[^\\]]+\\])\\s*>?\\s*");
    private static final Pattern BYTE =
            Pattern.compile("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})");
    private static final String OCTET = "(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";

    static {
        KNOWN.put("date", Formats::isDate);
        KNOWN.put("date-time", Formats::isDateTime);
        KNOWN.put("datetime", Formats::isDateTime);
        KNOWN.put("duration", Formats::isDuration);
        KNOWN.put("uri", Formats::isUri);
        KNOWN.put("email", text -> EMAIL.matcher(text).matches());
        KNOWN.put("hostname", Formats::isHostName);
        KNOWN.put("ipv4", text -> Addresses.isV4(text));
        KNOWN.put("ipv6", text -> Addresses.isV6(text));
        KNOWN.put("cidr", text -> Addresses.isRange(text));
        KNOWN.put(
                "mac",
                matching(
                        "([0-9a-fA-F]{2}[:-]){5}([0-9a-fA-F]{2}|[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){2}"
                                + "|[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){14})|([0-9a-fA-F]{4}\\.){2}[0-9a-fA-F]{4}(\\.[0-9a-fA-F]{4})?"));
        KNOWN.put("uuid", matching("(?i)[0-9A-F]{8}-?[0-9A-F]{4}-?[0-9A-F]{4}-?[0-9A-F]{4}-?[0-9A-F]{12}"));
        KNOWN.put("uuid3", matching("(?i)[0-9A-F]{8}-?[0-9A-F]{4}-?3[0-9A-F]{3}-?[0-9A-F]{4}-?[0-9A-F]{12}"));
        KNOWN.put("uuid4", matching("(?i)[0-9A-F]{8}-?[0-9A-F]{4}-?4[0-9A-F]{3}-?[89AB][0-9A-F]{3}-?[0-9A-F]{12}"));
        KNOWN.put("uuid5", matching("(?i)[0-9A-F]{8}-?[0-9A-F]{4}-?5[0-9A-F]{3}-?[89AB][0-9A-F]{3}-?[0-9A-F]{12}"));
        KNOWN.put("bsonobjectid", matching("[0-9a-fA-F]{24}"));
        KNOWN.put("isbn", text -> Checksums.isIsbn10(text) || Checksums.isIsbn13(text));
        KNOWN.put("isbn10", Checksums::isIsbn10);
        KNOWN.put("isbn13", Checksums::isIsbn13);
        KNOWN.put("creditcard", Checksums::isCreditCard);
        KNOWN.put("ssn", matching("\\d{3}[- ]?\\d{2}[- ]?\\d{4}"));
        KNOWN.put("hexcolor", matching("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})"));
        KNOWN.put("rgbcolor", matching("rgb\\(\\s*" + OCTET + "\\s*,\\s*" + OCTET + "\\s*,\\s*" + OCTET + "\\s*\\)"));
        KNOWN.put("byte", text -> BYTE.matcher(text).matches());
        KNOWN.put("password", text -> true);
        KNOWN.put("k8s-short-name", text -> Names.wrongLabel(text, false).isEmpty());
        KNOWN.put("k8s-long-name", text -> Names.wrongSubdomain(text, false).isEmpty());
    }

    private Formats() {}

    /** The format that a schema asks for; empty if it has none that goes with its type. */
    static String of(JsonMap schema) {
        var format = schema.string("format");
        boolean counts = switch (schema.string("type")) {
            case "", "string" -> isKnown(format);
            case "integer" -> format.equals("int32") || format.equals("int64");
            case "number" -> format.equals("float") || format.equals("double");
            default -> false;
        };
        return counts ? format : "";
    }

    static boolean isKnown(String format) {
        return KNOWN.containsKey(format);
    }

    static boolean matches(String format, String text) {
        var known = KNOWN.get(format);
        return known == null || known.test(text);
    }

    private static Predicate<String> matching(String regex) {
        var pattern = Pattern.compile(regex);
        return text -> pattern.matcher(text).matches();
    }

    private static boolean isDate(String text) {
        try {
            return text.length() == 10 && LocalDate.parse(text).getYear() >= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isDateTime(String text) {
        var parts = text.toLowerCase(Locale.ROOT).split("t", -1);
        return parts.length >= 2 && isDate(parts[0]) && TIME.matcher(parts[1]).matches();
    }

    private static boolean isDuration(String text) {
        if (GO_DURATION.matcher(text).matches()) {
            return true;
        }
        var parts = LONG_DURATION.matcher(text);
        boolean any = false;
        while (parts.find()) {
            any = true;
            if (!DURATION_UNIT.matcher(parts.group(2)).matches()) {
                return false;
            }
        }
        return any;
    }

    private static boolean isUri(String text) {
        if (text.isEmpty()) {
            return false;
        }
        boolean isPath = text.startsWith("/");
        boolean hasScheme = text.matches("(?s)[a-zA-Z][a-zA-Z0-9+.-]*:.+");
        if (!isPath && !hasScheme) {
            return false;
        }
        try {
            var _ = new URI(text.replace("[", "%5B")
                    .replace("]", "%5D")
                    .replace(" ", "%20")
                    .replace("\"", "%22")
                    .replace("<", "%3C")
                    .replace(">", "%3E")
                    .replace("{", "%7B")
                    .replace("}", "%7D")
                    .replace("|", "%7C")
                    .replace("\\", "%5C")
                    .replace("^", "%5E")
                    .replace("`", "%60"));
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isHostName(String text) {
        if (text.length() > 255 || !HOST_NAME.matcher(text).matches()) {
            return false;
        }
        for (var label : text.split("\\.", -1)) {
            if (label.length() > 63) {
                return false;
            }
        }
        return true;
    }
}
