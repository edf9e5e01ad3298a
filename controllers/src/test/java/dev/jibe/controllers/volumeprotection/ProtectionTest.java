package dev.jibe.controllers.volumeprotection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtectionTest {
    private static final PersistentVolumeClaim CLAIM = Fixtures.object(PersistentVolumeClaim.KIND, "p-v", """
            {'metadata': {'ownerReferences': [{'kind': 'Pod', 'name': 'p', 'uid': 'Pod p', 'controller': true}]}}""");

    @ParameterizedTest
    @CsvSource({
        "false,false,false,ADD",
        "true,false,false,NOTHING",
        "true,true,true,NOTHING",
        "true,true,false,REMOVE",
        "false,true,false,NOTHING"
    })
    void whatBecomesOfTheFinalizer(boolean has, boolean going, boolean inUse, Protection expected) {
        var metadata = CLAIM.metadata();
        metadata = has ? metadata.withFinalizers(List.of(Protection.OF_CLAIMS)) : metadata;
        metadata = going ? metadata.withDeletionTimestamp(Fixtures.NOW) : metadata;
        assertEquals(expected, Protection.of(CLAIM.withMetadata(metadata), Protection.OF_CLAIMS, inUse));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    'nodeName': 'n', 'volumes': [{'name': 'x', 'persistentVolumeClaim': {'claimName': 'p-v'}}]   | Running   | true
                    'volumes': [{'name': 'x', 'persistentVolumeClaim': {'claimName': 'p-v'}}]                    | Pending   | false
                    'nodeName': 'n', 'volumes': [{'name': 'x', 'persistentVolumeClaim': {'claimName': 'other'}}] | Running   | false
                    'nodeName': 'n', 'volumes': [{'name': 'v', 'ephemeral': {}}]                                 | Running   | true
                    'nodeName': 'n', 'volumes': [{'name': 'v', 'ephemeral': {}}]                                 | Succeeded | false
                    """)
    void whichPodsUseAClaim(String spec, String phase, boolean uses) {
        var pod = Fixtures.object(Pod.KIND, "p", "{'spec': {%s}, 'status': {'phase': '%s'}}".formatted(spec, phase));
        assertEquals(uses, Protection.uses(pod, CLAIM));
    }
}
