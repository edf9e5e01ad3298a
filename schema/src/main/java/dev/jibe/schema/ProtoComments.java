package dev.jibe.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The comments of the published protobuf definitions, which survive only as Javadoc of the generated Java: of each
 * message's read-only interface (its fields) and of its class (the message itself).
 */
final class ProtoComments {
    private static final Pattern INTERFACE = Pattern.compile("interface_extends:([\\w.]+)\\)");
    private static final Pattern MESSAGE = Pattern.compile("Protobuf type \\{@code ([\\w.]+)}");
    private static final Pattern FIELD = Pattern.compile("<code>.* = (\\d+)\\D*;</code>");

    private final Map<String, Map<String, Comment>> byMessage = new HashMap<>();
    private List<String> comment = new ArrayList<>();
    private boolean inComment;
    private boolean inProse;
    private @Nullable String message;

    private ProtoComments() {}

    /** By message name, then field number; the message's own under the empty string. */
    static Map<String, Map<String, Comment>> read() {
        ProtoComments comments = new ProtoComments();
        SourceJars.forEachSource(
                SourceJars.find("client-java-proto", true),
                "io/kubernetes/client/proto/",
                (name, text) -> text.lines().forEach(comments::line));
        return comments.byMessage;
    }

    private void line(String line) {
        if (!inComment) {
            if (line.endsWith("/**")) {
                inComment = true;
                inProse = false;
                comment = new ArrayList<>();
            } else if (line.contains("interface_extends:")) {
                Matcher found = INTERFACE.matcher(line);
                message = found.find() ? found.group(1) : null;
            }
            return;
        }
        String text = text(line);
        if (line.endsWith("*/")) {
            inComment = false;
        } else if (text.equals("<pre>")) {
            inProse = true;
        } else if (text.equals("</pre>")) {
            inProse = false;
        } else if (inProse) {
            comment.add(unescape(text));
        } else if (message != null) {
            reference(message, text);
        }
    }

    /** The line after the prose says what it was about. */
    private void reference(String current, String text) {
        Matcher field = FIELD.matcher(text);
        if (field.matches()) {
            of(current).putIfAbsent(field.group(1), new Comment(comment));
            return;
        }
        Matcher type = MESSAGE.matcher(text);
        if (type.matches()) {
            of(type.group(1)).putIfAbsent("", new Comment(comment));
            message = null;
        }
    }

    private Map<String, Comment> of(String name) {
        return byMessage.computeIfAbsent(name, _ -> new HashMap<>());
    }

    private static String text(String line) {
        int star = line.indexOf('*');
        String text = star < 0 ? "" : line.substring(star + 1);
        return text.startsWith(" ") ? text.substring(1) : text;
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#64;", "@")
                .replace("&#42;", "*")
                .replace("&#47;", "/")
                .replace("&#92;", "\\")
                .replace("&amp;", "&");
    }
}
