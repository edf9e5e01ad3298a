package dev.jibe.server.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.object.defaults.Defaults;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import org.junit.jupiter.api.Test;

/** Autoscalers in their older version, and back. */
final class AutoscalerConversionTest {

    private static final StructType TYPE = Schema.builtin().type("io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler");

    private final AutoscalerConversion conversion = new AutoscalerConversion();

    private static JsonMap autoscaler() {
        return Json.parseMap(("{'apiVersion':'autoscaling/v2','kind':'HorizontalPodAutoscaler','metadata':{'name':'x'},"
                        + "'spec':{'maxReplicas':9,'metrics':["
                        + "{'type':'Object','object':{'describedObject':{'kind':'Service','name':'s'},"
                        + "'metric':{'name':'hits'},'target':{'type':'Value','value':'10'}}},"
                        + "{'type':'Pods','pods':{'metric':{'name':'p','selector':{'matchLabels':{'a':'b'}}},"
                        + "'target':{'type':'AverageValue','averageValue':'1'}}},"
                        + "{'type':'ContainerResource','containerResource':{'container':'c','name':'cpu',"
                        + "'target':{'type':'Utilization','averageUtilization':60}}},"
                        + "{'type':'External','external':{'metric':{'name':'e'},"
                        + "'target':{'type':'AverageValue','averageValue':'3'}}},"
                        + "{'type':'Resource','resource':{'name':'cpu',"
                        + "'target':{'type':'Utilization','averageUtilization':70}}}],"
                        + "'behavior':{'scaleUp':{'selectPolicy':'Max','stabilizationWindowSeconds':30,"
                        + "'policies':[{'type':'Pods','value':4,'periodSeconds':15}]}}},"
                        + "'status':{'currentMetrics':null,'currentReplicas':1,'desiredReplicas':1}}")
                .replace('\'', '"')
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void whatTheOldVersionCannotSayComesBackFromAnnotations() {
        var old = conversion.fromStorage(autoscaler());
        assertEquals(70, old.map("spec").number("targetCPUUtilizationPercentage"));
        assertEquals(Defaults.apply(autoscaler(), TYPE), conversion.toStorage(old));
    }

    @Test
    void annotationsHaveTheFieldsInUpstreamsOrder() {
        var annotations = conversion.fromStorage(autoscaler()).map("metadata").map("annotations");
        assertEquals(
                "{\"ScaleUp\":{\"StabilizationWindowSeconds\":30,\"SelectPolicy\":\"Max\",\"Policies\":[{\"Type\":\"Pods\","
                        + "\"Value\":4,\"PeriodSeconds\":15}],\"Tolerance\":null},\"ScaleDown\":null}",
                annotations.string("autoscaling.alpha.kubernetes.io/behavior"));
        assertEquals(
                "{\"type\":\"Object\",\"object\":{\"target\":{\"kind\":\"Service\",\"name\":\"s\"},\"metricName\":\"hits\","
                        + "\"targetValue\":\"10\"}}",
                annotations
                        .string("autoscaling.alpha.kubernetes.io/metrics")
                        .substring(1)
                        .split(",\\{\"type\":\"Pods\"", -1)[0]);
    }

    @Test
    void theOneCountOfTheOldVersionIsAMetric() {
        var status = JsonMap.of("currentReplicas", 1L, "currentCPUUtilizationPercentage", 40L);
        var old = conversion.fromStorage(autoscaler()).with("status", status);
        var back = conversion.fromStorage(conversion.toStorage(old));
        assertEquals(40, back.map("status").number("currentCPUUtilizationPercentage"));
        assertEquals(
                "[{\"type\":\"Resource\",\"resource\":{\"name\":\"cpu\",\"currentAverageUtilization\":40,"
                        + "\"currentAverageValue\":\"0\"}}]",
                back.map("metadata").map("annotations").string("autoscaling.alpha.kubernetes.io/current-metrics"));
    }
}
