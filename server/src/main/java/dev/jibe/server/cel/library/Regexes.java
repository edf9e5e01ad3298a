package dev.jibe.server.cel.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What regular expressions find. */
final class Regexes implements Functions {

    @Override
    public List<String> signatures() {
        return List.of(
                "string.find(string): string",
                "string.findAll(string): list<string>",
                "string.findAll(string, int): list<string>");
    }

    @Override
    public Map<String, Function> functions() {
        return Map.of(
                "find",
                v -> {
                    var found = findAll((String) v.get(0), (String) v.get(1), 1);
                    return found.isEmpty() ? "" : found.getFirst();
                },
                "findAll",
                v -> findAll((String) v.get(0), (String) v.get(1), v.size() > 2 ? (Long) v.get(2) : -1));
    }

    private static List<Object> findAll(String text, String pattern, long most) {
        var found = new ArrayList<Object>();
        var matcher = Standard.pattern(pattern).matcher(text);
        while ((most < 0 || found.size() < most) && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}
