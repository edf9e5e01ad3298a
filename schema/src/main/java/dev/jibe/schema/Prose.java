package dev.jibe.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a description, made whole from two that each lost something: the protobuf comment its blank lines, the
 * Java client's copy all line breaks, of which each became a space.
 */
final class Prose {
    private static final Pattern GAP = Pattern.compile("\\s+");

    private Prose() {}

    /** The comment with those gaps widened that the copy shows to have been wider; the copy if the words differ. */
    static String restore(String comment, String copy) {
        if (!List.of(GAP.split(comment.strip(), -1)).equals(List.of(GAP.split(copy.strip(), -1)))) {
            // The protobuf definitions are of another day than the client, which is the one published with the version.
            return copy.isEmpty() ? comment : copy.strip().replaceAll("(?<=\\S)  (?=\\S)", "\n\n");
        }
        List<String> narrow = gaps(comment.strip());
        List<String> wide = gaps(copy.strip());
        StringBuilder text = new StringBuilder();
        String[] words = GAP.split(comment.strip(), -1);
        for (int i = 0; i < words.length; i++) {
            text.append(words[i]);
            if (i < narrow.size()) {
                text.append(gap(narrow.get(i), wide.get(i).length()));
            }
        }
        return text.toString();
    }

    private static String gap(String narrow, int width) {
        int lost = width - narrow.length();
        if (lost <= 0) {
            return narrow;
        }
        return narrow.equals(" ") && width == 2 ? "\n\n" : "\n".repeat(lost) + (narrow.equals(" ") ? "\n" : narrow);
    }

    private static List<String> gaps(String text) {
        List<String> gaps = new ArrayList<>();
        Matcher gap = GAP.matcher(text);
        while (gap.find()) {
            gaps.add(gap.group());
        }
        return gaps;
    }
}
