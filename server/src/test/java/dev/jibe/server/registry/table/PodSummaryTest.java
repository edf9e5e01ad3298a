package dev.jibe.server.registry.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PodSummaryTest {

    private static PodSummary summary(String status) {
        var pod = "{'metadata':{},'spec':{'containers':[{'name':'c'}],'initContainers':[{'name':'i'},{'name':'j'}]},"
                + "'status':" + status + "}";
        return PodSummary.of(Json.parseMap(pod.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aWaitingContainerGivesItsReason() {
        var summary = summary("{'phase':'Running','containerStatuses':[{'name':'c','restartCount':4,"
                + "'state':{'waiting':{'reason':'CrashLoopBackOff'}},"
                + "'lastState':{'terminated':{'finishedAt':'2024-01-01T00:00:00Z'}}}]}");
        assertEquals(new PodSummary("0/1", "CrashLoopBackOff", 4, "2024-01-01T00:00:00Z"), summary);
    }

    @Test
    void initContainersAreCountedUntilTheyAreThrough() {
        var summary = summary("{'phase':'Pending','initContainerStatuses':["
                + "{'name':'i','state':{'terminated':{'exitCode':0}}},"
                + "{'name':'j','state':{'waiting':{'reason':'PodInitializing'}}}]}");
        assertEquals(new PodSummary("0/1", "Init:1/2", 0, ""), summary);
    }

    @Test
    void aReadyContainerRuns() {
        var summary = summary(
                "{'phase':'Running','containerStatuses':[{'name':'c','ready':true," + "'state':{'running':{}}}]}");
        assertEquals(new PodSummary("1/1", "Running", 0, ""), summary);
    }

    @Test
    void whoHasFailedIsToldBeforeWhoRuns() {
        var failed = "{'name':'c','state':{'terminated':{'exitCode':1,'reason':'Error'}}}";
        var completed = "{'name':'c','state':{'terminated':{'exitCode':0,'reason':'Completed'}}}";
        var running = "{'name':'c','ready':true,'state':{'running':{}}}";
        var all = "{'phase':'Running','containerStatuses':[" + completed + "," + failed + "," + running + "]";
        assertEquals("Error", summary(all + "}").reason());
        assertEquals(
                "Running",
                summary(all + ",'conditions':[{'type':'Ready','status':'True'}]}")
                        .reason());
    }

    @Test
    void anEndWithoutReasonShowsItsSignal() {
        var summary = summary("{'phase':'Running','containerStatuses':[{'name':'c',"
                + "'state':{'terminated':{'exitCode':0,'signal':9}}}]}");
        assertEquals("Signal:9", summary.reason());
    }
}
