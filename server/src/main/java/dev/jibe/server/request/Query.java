package dev.jibe.server.request;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Percent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a request's query; each may have several values. */
public record Query(Map<String, List<String>> values) {

    public static final Query EMPTY = new Query(Map.of());

    /** Decodes the part of a URL after the question mark. */
    public static Query parse(String raw) {
        if (raw.isEmpty()) {
            return EMPTY;
        }
        var values = new LinkedHashMap<String, List<String>>();
        for (var part : raw.split("&", -1)) {
            if (part.isEmpty() || part.indexOf(';') >= 0) {
                continue;
            }
            int equals = part.indexOf('=');
            try {
                var key = Percent.decodeQuery(equals < 0 ? part : part.substring(0, equals));
                var value = equals < 0 ? "" : Percent.decodeQuery(part.substring(equals + 1));
                values.computeIfAbsent(key, ignored -> new ArrayList<>(1)).add(value);
            } catch (WireException e) {
                // What cannot be read is not there, as upstream has it.
            }
        }
        return new Query(values);
    }

    public static Query of(Map<String, String> single) {
        var values = new LinkedHashMap<String, List<String>>();
        single.forEach((key, value) -> values.put(key, List.of(value)));
        return new Query(values);
    }

    /** The query as it would come in a request. */
    public String raw() {
        var text = new StringBuilder();
        values.forEach((key, all) -> all.forEach(value -> text.append(text.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(key, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return text.toString();
    }

    /** The first value; empty if there is none. */
    public String get(String key) {
        var all = values.get(key);
        return all == null || all.isEmpty() ? "" : all.getFirst();
    }

    public List<String> all(String key) {
        return values.getOrDefault(key, List.of());
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** A boolean as upstream reads it: present without a value, {@code true} and {@code 1} are true. */
    public boolean flag(String key) {
        if (!has(key)) {
            return false;
        }
        return switch (get(key)) {
            case "0" -> false;
            default -> !get(key).equalsIgnoreCase("false");
        };
    }

    /** A whole number, which must be there. */
    public long neededNumber(String key) {
        if (get(key).isEmpty()) {
            throw ApiException.badRequest("strconv.ParseInt: parsing \"\": invalid syntax");
        }
        return number(key);
    }

    /** A whole number, or 0. */
    public long number(String key) {
        var text = get(key);
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            boolean isNumber = text.matches("[+-]?\\d+");
            throw ApiException.badRequest("strconv.ParseInt: parsing " + FieldError.quoted(text) + ": "
                    + (isNumber ? "value out of range" : "invalid syntax"));
        }
    }
}
