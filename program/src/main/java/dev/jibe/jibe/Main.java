package dev.jibe.jibe;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.help.HelpFormatter;
import org.apache.commons.cli.help.TextHelpAppendable;

/** The program: one cluster, or what one can do with it from the command line. */
public final class Main {

    private static final List<Command> COMMANDS = List.of(
            new UpCommand(),
            new AgentCommand(),
            new TokenCreateCommand(),
            new DownCommand(),
            new StatusCommand(),
            new ImageImportCommand());
    private static final Command REHEARSE = new RehearseCommand();
    private static final Option HELP =
            Option.builder("h").longOpt("help").desc("show this and end").get();

    private static final int PAGE_WIDTH = 120;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> words) {
        try {
            if (words.isEmpty() || List.of("-h", "--help", "help").contains(words.getFirst())) {
                overview();
                return words.isEmpty() ? Command.MISUSE : 0;
            }
            if (List.of("-V", "--version").contains(words.getFirst())) {
                System.out.println("jibe 0.1.0 (Kubernetes v1.36)");
                return 0;
            }
            var command = find(words);
            if (command.isEmpty()) {
                System.err.println("jibe: there is no command '" + words.getFirst() + "'; see: jibe --help");
                return Command.MISUSE;
            }
            return run(command.get(), words.subList(count(command.get()), words.size()));
        } catch (UsageException e) {
            System.err.println("jibe: " + e.getMessage());
            return 1;
        } catch (Exception e) {
            e.printStackTrace();
            System.err.println("jibe: " + e.getMessage()); // last, where somebody in a hurry looks
            return 1;
        }
    }

    private static int run(Command command, List<String> words) throws Exception {
        var options = command.options().addOption(HELP);
        Arguments arguments;
        try {
            arguments = Arguments.parse(options, words.toArray(String[]::new));
            if (arguments.has(HELP)) {
                help(command);
                return 0;
            }
            if (arguments.operands().isEmpty() != command.operands().isEmpty()) {
                throw new ParseException(
                        command.operands().isEmpty()
                                ? "Unexpected argument: " + arguments.operands().getFirst()
                                : "Missing argument: " + command.operands());
            }
        } catch (ParseException e) {
            System.err.println("jibe: " + e.getMessage() + "; see: jibe " + command.words() + " --help");
            return Command.MISUSE;
        }
        return command.run(arguments);
    }

    /** The command whose words the line begins with. */
    private static Optional<Command> find(List<String> words) {
        if (words.getFirst().equals(REHEARSE.words())) {
            return Optional.of(REHEARSE);
        }
        return COMMANDS.stream()
                .filter(command -> words.size() >= count(command)
                        && String.join(" ", words.subList(0, count(command))).equals(command.words()))
                .findFirst();
    }

    private static int count(Command command) {
        return command.words().split(" ").length;
    }

    private static void overview() {
        System.out.println("Kubernetes in one process.\n\nUsage: jibe COMMAND [OPTIONS]\n");
        COMMANDS.forEach(command -> System.out.printf("  %-14s %s%n", command.words(), command.description()));
        System.out.println("\nThe options of a command: jibe COMMAND --help. The version: jibe --version.");
    }

    private static void help(Command command) throws IOException {
        var usage = "jibe " + command.words() + " [OPTIONS] " + command.operands();
        var page = new TextHelpAppendable(System.out);
        page.setMaxWidth(PAGE_WIDTH);
        HelpFormatter.builder()
                .setHelpAppendable(page)
                .setComparator(Comparator.comparing(Option::getLongOpt))
                .setShowSince(false)
                .get()
                .printHelp(
                        usage.strip(), command.description(), command.options().addOption(HELP), "", false);
    }
}
