package dev.jibe.simulation.registry;

/**
 * A write as a client saw it.
 *
 * @param begun and {@code ended}, in ticks that all clients share
 * @param floor the highest version that anybody had been told of when it began
 */
record Deed(int client, Act act, boolean isDry, long begun, long ended, long floor, Answer answer) {

    @Override
    public String toString() {
        return "client " + client + " [" + begun + ".." + ended + "] from " + floor + ": " + act
                + (isDry ? " (dry run)" : "") + " -> " + answer;
    }
}
