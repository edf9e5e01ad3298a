package dev.jibe.jibe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Executable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HotMethodTest {

    private static final ClassLoader LOADER = HotMethodTest.class.getClassLoader();

    private static final HotMethod LENGTH = new HotMethod("java.lang.String", "length", "()I");
    private static final HotMethod LIST = new HotMethod("java.util.ArrayList", "<init>", "(I)V");

    @Test
    void theSecondCompilersMethodsAreRead() {
        assertEquals(List.of(LENGTH, LIST), HotMethod.in("""
                71 4 0 java.util.ArrayList.<init>(I)V [0x00007f38d341ff88, 0x00007f38d3420080 - 0x00007f38d34200a0]
                70 3 0 java.lang.String.isEmpty()Z [0x00007f38d341ff88, 0x00007f38d3420080 - 0x00007f38d34200a0]
                9 4 0 java.lang.String.length()I [0x00007f38d3420288, 0x00007f38d3420380 - 0x00007f38d34203a0]
                72 4 0 java.lang.String.length()I [0x00007f38d3420288, 0x00007f38d3420380 - 0x00007f38d34203a0]
                73 4 1 java.lang.String.trim()Ljava/lang/String; [0x00007f38d3420288, 0x00007f38d3420380 - 0x00007f38d34203a0]
                74 4 0 java.util.List$$Lambda/0x00007f3.get()V [0x00007f38d3420288, 0x00007f38d3420380 - 0x00007f38d34203a0]
                """));
    }

    @Test
    void aLineIsReadAgain() {
        assertEquals(Optional.of(LIST), HotMethod.of(LIST.line()));
        assertEquals(Optional.empty(), HotMethod.of("half line"));
    }

    @Test
    void methodsAreFoundByAllThatTheyAreNamedBy() throws Exception {
        assertEquals(Optional.of((Executable) String.class.getMethod("length")), LENGTH.find(LOADER));
        assertEquals(Optional.of((Executable) java.util.ArrayList.class.getConstructor(int.class)), LIST.find(LOADER));
        assertEquals(Optional.empty(), new HotMethod("java.lang.String", "length", "()J").find(LOADER));
        assertEquals(Optional.empty(), new HotMethod("dev.jibe.Gone", "length", "()J").find(LOADER));
        assertEquals(Optional.empty(), new HotMethod("java.lang.String", "length", "(Ldev/jibe/Gone;)J").find(LOADER));
    }
}
