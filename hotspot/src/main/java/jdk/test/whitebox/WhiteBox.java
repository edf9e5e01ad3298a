package jdk.test.whitebox;

import java.lang.reflect.Executable;

/**
 * HotSpot's compilers, as far as they can be asked.
 *
 * <p>A JVM that runs with {@code -XX:+WhiteBoxAPI} implements these methods for a class of this name on its boot class path,
 * and for no other. Elsewhere each of them throws {@link UnsatisfiedLinkError}. See decision 11.
 */
public final class WhiteBox {

    private static final int FROM_ITS_BEGINNING = -1;

    private static final WhiteBox DOOR = new WhiteBox();

    static {
        registerNatives();
    }

    private WhiteBox() {}

    private static native void registerNatives();

    private native boolean enqueueMethodForCompilation0(Executable method, int level, int bytecode);

    private native int getMethodCompilationLevel0(Executable method, boolean insideOfLoop);

    private native int getCompileQueueSize(int level);

    /**
     * Has a method compiled by one of the compilers' threads, some time.
     *
     * @param level the compiler: 1 to 3 the first, 4 the second
     * @return false if it cannot be
     */
    public static boolean enqueue(Executable method, int level) {
        return DOOR.enqueueMethodForCompilation0(method, level, FROM_ITS_BEGINNING);
    }

    /** By which compiler a method is compiled, 0 if by none. */
    public static int level(Executable method) {
        return DOOR.getMethodCompilationLevel0(method, false);
    }

    /** How many methods wait for the compiler of a level. */
    public static int waiting(int level) {
        return DOOR.getCompileQueueSize(level);
    }
}
