package dev.jibe.object.ownership;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.ownership.MergeType.Deduced;
import dev.jibe.object.ownership.MergeType.Items;
import dev.jibe.object.ownership.MergeType.Members;
import dev.jibe.object.ownership.MergeType.Relation;
import dev.jibe.object.ownership.MergeType.Scalar;
import dev.jibe.object.typing.GoFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;

/** Compares an applied configuration with its type, and words what is wrong as upstream does. */
public final class TreeCheck {

    private final List<String> errors = new ArrayList<>();
    private final Deque<PathElement> path = new ArrayDeque<>();

    private final boolean duplicates;

    private TreeCheck(boolean duplicates) {
        this.duplicates = duplicates;
    }

    /** @throws MalformedException if the value is not one of the type */
    static void check(Object value, MergeType type) {
        check(value, type, new TreeCheck(false));
    }

    /**
     * Compares a value with its type; items of lists may come twice.
     *
     * @throws MalformedException if the value is not one of the type
     */
    public static void checkStored(Object value, MergeType type) {
        check(value, type, new TreeCheck(true));
    }

    private static void check(Object value, MergeType type, TreeCheck check) {
        check.value(value, type);
        if (check.errors.size() == 1) {
            throw new MalformedException(check.errors.getFirst());
        }
        if (!check.errors.isEmpty()) {
            throw new MalformedException("errors:\n  " + String.join("\n  ", check.errors));
        }
    }

    private void error(String message) {
        var text = new StringBuilder();
        path.descendingIterator().forEachRemaining(text::append);
        errors.add(text.isEmpty() ? message : text + ": " + message);
    }

    private void value(Object value, MergeType type) {
        if (value == Null.NULL) {
            return;
        }
        switch (type.of(value)) {
            case Scalar scalar -> scalar(value, scalar);
            case Items items -> {
                if (value instanceof JsonList list) {
                    list(list, items);
                } else {
                    error("expected list, got &{" + GoFormat.plain(value) + "}");
                }
            }
            case Members members -> {
                if (value instanceof JsonMap map) {
                    map(map, members);
                } else {
                    error("expected map, got &{" + GoFormat.plain(value) + "}");
                }
            }
            case Deduced ignored -> throw new IllegalStateException("a value decides on its type");
        }
    }

    private void scalar(Object value, Scalar type) {
        switch (type) {
            case NUMERIC -> {
                if (!(value instanceof Number)) {
                    error("expected numeric (int or float), got " + Values.type(value));
                }
            }
            case STRING -> {
                if (!(value instanceof String)) {
                    error("expected string, got &value.valueUnstructured{Value:" + Values.syntax(value) + "}");
                }
            }
            case BOOLEAN -> {
                if (!(value instanceof Boolean)) {
                    error("expected boolean, got &{" + GoFormat.plain(value) + "}");
                }
            }
            case UNTYPED -> {
                if (value instanceof JsonMap || value instanceof JsonList) {
                    error("expected any scalar, got &{" + GoFormat.plain(value) + "}");
                }
            }
        }
    }

    private void list(JsonList list, Items type) {
        var seen = new HashSet<PathElement>();
        for (int i = 0; i < list.size(); i++) {
            PathElement element;
            if (type.relation() == Relation.ATOMIC) {
                element = new PathElement.Index(i);
            } else {
                try {
                    element = ListItems.element(type, list.get(i));
                } catch (MalformedException e) {
                    error("element " + i + ": " + e.getMessage());
                    return;
                }
                if (!seen.add(element) && !duplicates) {
                    error("duplicate entries for key " + element);
                }
            }
            below(element, list.get(i), type.element());
        }
    }

    private void map(JsonMap map, Members type) {
        for (int i = 0; i < map.size(); i++) {
            var element = PathElement.name(map.keyAt(i));
            var inner = type.typeOf(map.keyAt(i));
            if (inner == null) {
                path.push(element);
                error("field not declared in schema");
                path.pop();
                return;
            }
            below(element, map.valueAt(i), inner);
        }
    }

    private void below(PathElement element, Object value, MergeType type) {
        path.push(element);
        value(value, type);
        path.pop();
    }
}
