package dev.jibe.jibe;

import org.apache.commons.cli.Options;

/** One thing that the program can be told to do. */
interface Command {

    /** Exit code of a command line that nobody understands. */
    int MISUSE = 2;

    /** The words that call it, such as {@code image import}. */
    String words();

    /** One sentence for the help. */
    String description();

    /** What may follow the options, for the help; empty if nothing may. */
    default String operands() {
        return "";
    }

    Options options();

    /**
     * Does it.
     *
     * @return the exit code
     */
    int run(Arguments arguments) throws Exception;
}
