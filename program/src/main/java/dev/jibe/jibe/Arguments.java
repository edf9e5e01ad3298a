package dev.jibe.jibe;

import dev.jibe.object.MalformedException;
import dev.jibe.object.protobuf.GoDuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** A parsed command line, read by type. */
final class Arguments {

    /** What a URL says of who asks. */
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/@,]*@");

    private final CommandLine line;
    private final Options known;

    /** @param known all options that there are */
    Arguments(CommandLine line, Options known) {
        this.line = line;
        this.known = known;
    }

    /** An option without a value. */
    static Option flag(String name, String description) {
        return Option.builder().longOpt(name).desc(description).get();
    }

    /** An option with a value. */
    static Option value(String name, String label, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(label)
                .desc(description)
                .get();
    }

    /** An option that is true if nobody says otherwise. */
    static Option bool(String name, String description) {
        return Option.builder()
                .longOpt(name)
                .optionalArg(true)
                .numberOfArgs(1)
                .argName("BOOL")
                .desc(description + " (default: true)")
                .get();
    }

    /** Reads a command line; names have to be whole. */
    static Arguments parse(Options known, String... words) throws ParseException {
        var parser = DefaultParser.builder().setAllowPartialMatching(false).get();
        return new Arguments(parser.parse(known, words), known);
    }

    boolean has(Option option) {
        return line.hasOption(option);
    }

    Optional<String> text(Option option) {
        return Optional.ofNullable(line.getOptionValue(option));
    }

    Optional<Path> file(Option option) {
        return text(option).map(Path::of);
    }

    int number(Option option, int otherwise) {
        var text = text(option);
        try {
            return text.map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new UsageException("--" + option.getLongOpt() + ": '" + text.orElse("") + "' is not a number", e);
        }
    }

    /** A number that is not negative. */
    int amount(Option option, int otherwise) {
        int number = number(option, otherwise);
        if (number < 0) {
            throw negative(option);
        }
        return number;
    }

    /** A duration as Go writes it: {@code 5m0s}. */
    Duration duration(Option option, Duration otherwise) {
        var text = text(option);
        try {
            return text.map(GoDuration::parse).orElse(otherwise);
        } catch (MalformedException e) {
            throw new UsageException(
                    "--" + option.getLongOpt() + ": '" + text.orElse("") + "' is not a duration such as 5m0s", e);
        }
    }

    /** A duration that is not negative. */
    Duration span(Option option, Duration otherwise) {
        var duration = duration(option, otherwise);
        if (duration.isNegative()) {
            throw negative(option);
        }
        return duration;
    }

    private static UsageException negative(Option option) {
        return new UsageException("--" + option.getLongOpt() + " can not be negative value");
    }

    boolean truth(Option option, boolean otherwise) {
        if (!has(option)) {
            return otherwise;
        }
        var text = text(option).orElse("true");
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new UsageException("--" + option.getLongOpt() + ": '" + text + "' is neither true nor false");
        };
    }

    /** What the file holds that an option names. */
    byte[] content(Option option, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UsageException(
                    "--" + option.getLongOpt() + ": cannot read " + file + "; name a file that is there", e);
        }
    }

    /** Names with commas between them; an option that is given again adds to them. */
    Set<String> names(Option option) {
        var values = line.getOptionValues(option);
        return values == null
                ? Set.of()
                : Arrays.stream(String.join(",", values).split(",", -1))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** The values of an option that may be given several times, in their order. */
    List<String> values(Option option) {
        var values = line.getOptionValues(option);
        return values == null ? List.of() : List.of(values);
    }

    /**
     * All options that there are, by their names, as upstream shows flags; empty if one was not given. None of them has a
     * secret for its value: those are in files.
     */
    Map<String, String> all() {
        var all = new TreeMap<String, String>();
        known.getOptions().forEach(option -> all.put(option.getLongOpt(), shown(option)));
        return all;
    }

    private String shown(Option option) {
        if (option.hasOptionalArg()) {
            return text(option).orElse("true");
        }
        return option.hasArg()
                ? CREDENTIALS.matcher(String.join(",", values(option))).replaceAll("//")
                : Boolean.toString(has(option));
    }

    /** What follows the options. */
    List<String> operands() {
        return line.getArgList();
    }
}
