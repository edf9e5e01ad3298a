package dev.jibe.controllers.revisions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.json.Json;
import org.junit.jupiter.api.Test;

class RevisionHashTest {

    /** What upstream 1.36 names the revision of this template. */
    @Test
    void isTheSameAsUpstreams() {
        var data = Json.parseMap("""
                {"spec":{"template":{"$patch":"replace","metadata":{"labels":{"app":"ss"}},"spec":{"containers":[
                {"image":"x","imagePullPolicy":"Always","name":"c","resources":{},
                "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}],
                "dnsPolicy":"ClusterFirst","restartPolicy":"Always","schedulerName":"default-scheduler",
                "securityContext":{},"terminationGracePeriodSeconds":30}}}}""");
        assertEquals("f66564bbd", RevisionHash.of(data, 0));
    }
}
