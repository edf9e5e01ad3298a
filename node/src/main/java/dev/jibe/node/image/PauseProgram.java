package dev.jibe.node.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A static program that does nothing until it is told to end: the first process of every sandbox.
 *
 * <p>It asks the kernel to reap its children (SIGCHLD ignored), so that a pod which shares its process namespace
 * collects no zombies; it installs a handler for SIGTERM and SIGINT, because the kernel drops signals that the first
 * process of a namespace does not handle.
 */
final class PauseProgram {
    private static final int HEADERS_BYTES = 64 + 56;
    private static final long BASE = 0x400000;
    private static final long SA_RESTORER = 0x04000000;
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;
    private static final int SIGCHLD = 17;
    private static final int ACTION_BYTES = 32;

    private PauseProgram() {}

    /** The ELF file for an architecture as OCI names it: {@code amd64} or {@code arm64}. */
    static byte[] elf(String architecture) {
        return switch (architecture) {
            case "amd64" -> link(62, amd64());
            case "arm64" -> link(183, arm64());
            default -> throw new IllegalArgumentException("no pause program for " + architecture);
        };
    }

    private static byte[] link(int machine, byte[] code) {
        long size = (long) HEADERS_BYTES + code.length;
        var elf = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        elf.putShort((short) 2).putShort((short) machine).putInt(1);
        elf.putLong(BASE + HEADERS_BYTES).putLong(64).putLong(0).putInt(0);
        elf.putShort((short) 64)
                .putShort((short) 56)
                .putShort((short) 1)
                .putShort((short) 64)
                .putShort((short) 0)
                .putShort((short) 0);
        elf.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE);
        elf.putLong(size).putLong(size).putLong(0x1000);
        elf.put(code);
        return elf.array();
    }

    /** Two kernel sigactions: one that calls the handler, one that ignores. */
    private static void putActions(ByteBuffer code, int handlerOffset) {
        long handler = BASE + HEADERS_BYTES + handlerOffset;
        code.putLong(handler).putLong(SA_RESTORER).putLong(handler).putLong(0);
        code.putLong(1).putLong(SA_RESTORER).putLong(handler).putLong(0);
    }

    private static byte[] amd64() {
        int sigactionBytes = 27;
        int loop = 3 * sigactionBytes;
        int handler = loop + 9;
        int actions = handler + 9;
        var code = ByteBuffer.allocate(actions + 2 * ACTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        amd64Sigaction(code, SIGTERM, actions);
        amd64Sigaction(code, SIGINT, actions);
        amd64Sigaction(code, SIGCHLD, actions + ACTION_BYTES);
        code.put((byte) 0xb8).putInt(34); // loop: mov eax, pause
        code.put((byte) 0x0f).put((byte) 0x05); // syscall
        code.put((byte) 0xeb).put((byte) -9); // jmp loop
        code.put((byte) 0xb8).putInt(231); // handler: mov eax, exit_group
        code.put((byte) 0x31).put((byte) 0xff); // xor edi, edi
        code.put((byte) 0x0f).put((byte) 0x05); // syscall
        putActions(code, handler);
        return code.array();
    }

    private static void amd64Sigaction(ByteBuffer code, int signal, int action) {
        code.put((byte) 0xb8).putInt(13); // mov eax, rt_sigaction
        code.put((byte) 0xbf).putInt(signal); // mov edi, signal
        code.put((byte) 0x48).put((byte) 0x8d).put((byte) 0x35); // lea rsi, [rip + action]
        code.putInt(action - (code.position() + 4));
        code.put((byte) 0x31).put((byte) 0xd2); // xor edx, edx
        code.put((byte) 0x41).put((byte) 0xba).putInt(8); // mov r10d, size of a signal set
        code.put((byte) 0x0f).put((byte) 0x05); // syscall
    }

    private static byte[] arm64() {
        int loop = 3 * 6 * 4;
        int handler = loop + 8 * 4;
        int actions = (handler + 3 * 4 + 7) & ~7;
        var code = ByteBuffer.allocate(actions + 2 * ACTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        arm64Sigaction(code, SIGTERM, actions);
        arm64Sigaction(code, SIGINT, actions);
        arm64Sigaction(code, SIGCHLD, actions + ACTION_BYTES);
        code.putInt(movz(8, 73)); // loop: ppoll(0, 0, 0, 0, 0)
        for (int register = 0; register < 5; register++) {
            code.putInt(movz(register, 0));
        }
        code.putInt(SVC);
        code.putInt(0x14000000 | (-7 & 0x3ffffff)); // b loop
        code.putInt(movz(8, 94)).putInt(movz(0, 0)).putInt(SVC); // handler: exit_group(0)
        code.position(actions);
        putActions(code, handler);
        return code.array();
    }

    private static final int SVC = 0xd4000001;

    private static int movz(int register, int value) {
        return 0xd2800000 | value << 5 | register;
    }

    private static void arm64Sigaction(ByteBuffer code, int signal, int action) {
        code.putInt(movz(8, 134)).putInt(movz(0, signal));
        int distance = action - code.position();
        code.putInt(0x10000000 | (distance & 3) << 29 | (distance >> 2) << 5 | 1); // adr x1, action
        code.putInt(movz(2, 0)).putInt(movz(3, 8)).putInt(SVC);
    }
}
