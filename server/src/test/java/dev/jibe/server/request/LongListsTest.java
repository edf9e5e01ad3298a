package dev.jibe.server.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LongListsTest {

    @Test
    void oneLongListWaitsForTheOtherAndAShortOneForNone() throws Exception {
        var lists = new LongLists(1);
        var order = Collections.synchronizedList(new ArrayList<String>());
        var begun = new CountDownLatch(1);
        var let = new CountDownLatch(1);
        var first = Thread.startVirtualThread(() -> write(lists, _ -> {
            begun.countDown();
            await(let);
            return order.add("first");
        }));
        begun.await();
        var second = Thread.startVirtualThread(() -> write(lists, _ -> order.add("second")));
        while (lists.waiting() == 0) {
            Thread.onSpinWait();
        }
        lists.write(LongLists.LONG, _ -> order.add("short"));
        let.countDown();
        first.join();
        second.join();
        assertEquals(List.of("short", "first", "second"), order);
    }

    @Test
    void whoWritesAloneHasAllHands() throws Exception {
        var lists = new LongLists(3);
        var parts = new ArrayList<Integer>();
        for (int objects : new int[] {LongLists.LONG + 1, LongLists.LONG, LongLists.LONG + 1}) {
            lists.write(objects, parts::add);
        }
        assertEquals(List.of(3, 1, 3), parts);
    }

    private static void write(LongLists lists, LongLists.Writing<Boolean> writing) {
        try {
            lists.write(LongLists.LONG + 1, writing);
        } catch (dev.jibe.wire.WireException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
