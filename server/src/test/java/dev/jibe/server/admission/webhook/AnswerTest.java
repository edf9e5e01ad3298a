package dev.jibe.server.admission.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {

    private static Answer read(String response, boolean mutating) {
        var review = "{'apiVersion':'admission.k8s.io/v1','kind':'AdmissionReview','response':" + response + "}";
        return Answer.of(Json.parseMap(review.replace('\'', '"')), "admission.k8s.io/v1", "u", mutating);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null | true | webhook response was absent
            {'uid':'x'} | true | expected response.uid="u", got "x"
            {'uid':'u','patch':'W10='} | true | webhook returned response.patch but not response.patchType
            {'uid':'u','patchType':'JSONPatch'} | true | webhook returned response.patchType but not response.patch
            {'uid':'u','patch':'W10='} | false | validating webhook may not return response.patch
            """)
    void refusesWhatMakesNoSense(String response, boolean mutating, String why) {
        var failure = assertThrows(IllegalArgumentException.class, () -> read(response, mutating));
        assertEquals(why, failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {} | 400 | admission webhook "h" denied the request without explanation
            {'message':'no','code':403} | 403 | admission webhook "h" denied the request: no
            {'reason':'Because','code':200} | 400 | admission webhook "h" denied the request: Because
            """)
    void passesOnRefusals(String status, int code, String message) {
        var answer = read("{'uid':'u','allowed':false,'status':" + status + "}", false);
        var refusal = answer.refusal("h").orElseThrow();
        assertEquals(code, refusal.code());
        assertEquals(message, refusal.getMessage());
    }
}
