package dev.jibe.server.registry.ownership;

/** Which characters Go calls printable: letters, marks, numbers, punctuation, symbols, and the blank. */
public final class Printable {

    private Printable() {}

    public static boolean is(int character) {
        return character == ' '
                || switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }
}
