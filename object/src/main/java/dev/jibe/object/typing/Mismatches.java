package dev.jibe.object.typing;

import dev.jibe.object.MalformedException;
import dev.jibe.object.json.FirstPlace;
import java.util.List;

/** All that is wrong with the types of an object's values, of which upstream says one. */
public final class Mismatches extends MalformedException {

    private static final long serialVersionUID = 1;

    private final transient List<Mismatch> all;

    Mismatches(List<Mismatch> all) {
        super(said(all).getFirst().message());
        this.all = List.copyOf(all);
    }

    /** Those that upstream may say: what stops it, if anything does. */
    private static List<Mismatch> said(List<Mismatch> all) {
        var last = all.stream().filter(Mismatch::last).toList();
        return last.isEmpty() ? all : last;
    }

    /** The message, with a number as a text has it that has a part of the document. */
    public String spelled(byte[] json) {
        return said(all).getFirst().said(json);
    }

    /** The message that upstream gives, which reads the document from its beginning. */
    public String first(byte[] json) {
        var said = said(all);
        if (said.size() < 2) {
            return said.getFirst().said(json);
        }
        var place = FirstPlace.of(json, said.stream().map(Mismatch::path).toList());
        return said.stream()
                .filter(mismatch -> mismatch.path().equals(place))
                .map(mismatch -> mismatch.said(json))
                .findFirst()
                .orElse(getMessage());
    }
}
