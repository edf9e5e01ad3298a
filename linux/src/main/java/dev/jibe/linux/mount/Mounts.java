package dev.jibe.linux.mount;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The calls mount(2) and umount2(2) of this machine, and its table of mounts. Needs CAP_SYS_ADMIN. */
public final class Mounts {
    public static final long READ_ONLY = 1;
    public static final long NO_SUID = 2;
    public static final long NO_DEV = 4;
    public static final long REMOUNT = 32;
    public static final long BIND = 4096;
    public static final long RECURSIVE = 16384;
    public static final long PRIVATE = 1 << 18;
    public static final long SHARED = 1 << 20;

    private static final int DETACH = 2;
    private static final int EINVAL = 22;
    private static final int ENOENT = 2;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_VALUE = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle MOUNT = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("mount"),
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.ADDRESS),
            ERRNO);
    private static final MethodHandle UNMOUNT = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("umount2"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            ERRNO);

    private Mounts() {}

    /** Mounts; {@code data} are the options of the file system, such as {@code size=1048576}. */
    public static void mount(String source, Path target, String type, long flags, String data) throws MountException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) MOUNT.invokeExact(
                    state,
                    arena.allocateFrom(source),
                    arena.allocateFrom(target.toString()),
                    arena.allocateFrom(type),
                    flags,
                    arena.allocateFrom(data));
            if (result != 0) {
                throw new MountException("mount", target.toString(), (int) ERRNO_VALUE.get(state, 0L));
            }
        } catch (MountException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("mount(2) cannot be called", e);
        }
    }

    /** Makes a directory or file visible at a second place. */
    public static void bind(Path source, Path target) throws MountException {
        mount(source.toString(), target, "none", BIND | RECURSIVE, "");
    }

    /** Mounts memory as a file system; a size of 0 is the kernel's default, half of the memory. */
    public static void tmpfs(Path target, long sizeBytes) throws MountException {
        mount("tmpfs", target, "tmpfs", 0, sizeBytes > 0 ? "size=" + sizeBytes : "");
    }

    /** Takes a mount away at once, and its memory when nobody uses it any more; no mount there is no failure. */
    public static void unmount(Path target) throws MountException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) UNMOUNT.invokeExact(state, arena.allocateFrom(target.toString()), DETACH);
            int errno = (int) ERRNO_VALUE.get(state, 0L);
            if (result != 0 && errno != EINVAL && errno != ENOENT) {
                throw new MountException("umount2", target.toString(), errno);
            }
        } catch (MountException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("umount2(2) cannot be called", e);
        }
    }

    /** Every mount point below a directory or at it, the last mounted first; as proc(5) mountinfo lists them. */
    public static List<Path> under(Path directory) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .map(line -> Path.of(unescape(line.split(" ", 6)[4])))
                .filter(point -> point.startsWith(directory))
                .toList()
                .reversed();
    }

    /** Spaces and the like stand as octal escapes in mountinfo. */
    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        var text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && i + 3 < field.length()) {
                text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                text.append(field.charAt(i));
            }
        }
        return text.toString();
    }
}
