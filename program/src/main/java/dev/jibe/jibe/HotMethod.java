package dev.jibe.jibe;

import java.lang.invoke.MethodType;
import java.lang.reflect.Executable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A method that is called so often that it is worth the JVM's second compiler.
 *
 * @param type its class, as {@link Class#getName()} has it
 * @param name its name, {@code <init>} of a constructor
 * @param descriptor its parameters and what it returns, as the JVM writes them
 */
record HotMethod(String type, String name, String descriptor) {

    static final int SECOND_COMPILER = 4;

    /** Number, level, state, method, address: {@code 12 4 0 java.lang.String.length()I [0x...]}. */
    private static final Pattern LINE =
            Pattern.compile("(\\d+) (\\d) 0 ([^ /(]+)\\.([^.(]+)(\\([^ ]*) .*", Pattern.MULTILINE);

    private static final String CONSTRUCTOR = "<init>";

    private record Compiled(long number, HotMethod method) {}

    /**
     * The methods that the second compiler has compiled, the earliest first. Classes that the JVM makes as it runs are
     * left out: they have other names the next time.
     *
     * @param codeList what the JVM's diagnostic command {@code Compiler.codelist} says
     */
    static List<HotMethod> in(String codeList) {
        return LINE.matcher(codeList)
                .results()
                .filter(line -> Integer.parseInt(line.group(2)) == SECOND_COMPILER)
                .map(line -> new Compiled(
                        Long.parseLong(line.group(1)), new HotMethod(line.group(3), line.group(4), line.group(5))))
                .sorted(Comparator.comparingLong(Compiled::number))
                .map(Compiled::method)
                .distinct()
                .toList();
    }

    /** The line of a file by which {@link #of} knows it again. */
    String line() {
        return type + " " + name + " " + descriptor;
    }

    static Optional<HotMethod> of(String line) {
        var words = line.split(" ", -1);
        return words.length == 3 ? Optional.of(new HotMethod(words[0], words[1], words[2])) : Optional.empty();
    }

    /** The method, if the loader has a class with it. */
    Optional<Executable> find(ClassLoader loader) {
        try {
            var holder = Class.forName(type, false, loader);
            var wanted = MethodType.fromMethodDescriptorString(descriptor, loader);
            Stream<Executable> named = name.equals(CONSTRUCTOR)
                    ? Stream.<Executable>of(holder.getDeclaredConstructors())
                    : Stream.of(holder.getDeclaredMethods())
                            .filter(method ->
                                    method.getName().equals(name) && method.getReturnType() == wanted.returnType())
                            .map(Executable.class::cast);
            return named.filter(method -> List.of(method.getParameterTypes()).equals(wanted.parameterList()))
                    .findFirst();
        } catch (ReflectiveOperationException | LinkageError | IllegalArgumentException | TypeNotPresentException e) {
            // Another build or another JVM has no such class: then there is nothing to compile.
            return Optional.empty();
        }
    }
}
