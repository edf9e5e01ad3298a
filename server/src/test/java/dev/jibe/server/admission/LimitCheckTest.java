package dev.jibe.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.quota.Amounts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitCheckTest {

    private static JsonMap json(String quoted) {
        return Json.parseMap(quoted.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'min':{'cpu':'1'}} | {} | [minimum cpu usage per Container is 1.  No request is specified]
            {'min':{'cpu':'1'}} | {'requests':{'cpu':'500m'}} | [minimum cpu usage per Container is 1, but request is 500m]
            {'min':{'cpu':'1'}} | {'requests':{'cpu':'2'},'limits':{'cpu':'500m'}} | [minimum cpu usage per Container is 1, but limit is 500m]
            {'max':{'cpu':'1'}} | {'requests':{'cpu':'2'}} | [maximum cpu usage per Container is 1.  No limit is specified]
            {'max':{'cpu':'1'}} | {'limits':{'cpu':'2'},'requests':{'cpu':'2'}} | [maximum cpu usage per Container is 1, but limit is 2]
            {'max':{'cpu':'1'}} | {'limits':{'cpu':'1'},'requests':{'cpu':'2'}} | [maximum cpu usage per Container is 1, but request is 2]
            {'maxLimitRequestRatio':{'cpu':'2'}} | {'limits':{'cpu':'3'}} | [cpu max limit to request ratio per Container is 2, but no request is specified or request is 0]
            {'maxLimitRequestRatio':{'cpu':'2'}} | {'requests':{'cpu':'3'}} | [cpu max limit to request ratio per Container is 2, but no limit is specified or limit is 0]
            {'maxLimitRequestRatio':{'cpu':'2'}} | {'requests':{'cpu':'2'},'limits':{'cpu':'5'}} | [cpu max limit to request ratio per Container is 2, but provided ratio is 2.500000]
            {'maxLimitRequestRatio':{'cpu':'2'}} | {'requests':{'cpu':'2'},'limits':{'cpu':'4'}} | []
            """)
    void compute(String limit, String resources, String problems) {
        var asked = json(resources);
        assertEquals(
                problems,
                LimitCheck.compute(
                                json(limit).with("type", "Container"),
                                Amounts.of(asked.map("requests")),
                                Amounts.of(asked.map("limits")))
                        .toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'max':{'storage':'1Gi'}} | {} | [maximum storage usage per PersistentVolumeClaim is 1Gi.  No request is specified]
            {'max':{'storage':'1Gi'}} | {'storage':'2Gi'} | [maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 2Gi]
            {'min':{'storage':'1Gi'},'max':{'storage':'3Gi'}} | {'storage':'2Gi'} | []
            """)
    void storage(String limit, String requests, String problems) {
        var bound = json(limit).with("type", "PersistentVolumeClaim");
        assertEquals(
                problems, LimitCheck.storage(bound, Amounts.of(json(requests))).toString());
    }
}
