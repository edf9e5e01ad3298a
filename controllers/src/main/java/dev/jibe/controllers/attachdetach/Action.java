package dev.jibe.controllers.attachdetach;

import dev.jibe.object.api.storage.v1.VolumeAttachment;
import dev.jibe.object.api.v1.AttachedVolume;
import dev.jibe.object.api.v1.Pod;
import java.util.List;

/** Everything the controller of attachments can do for one node. */
sealed interface Action {

    record Attach(VolumeAttachment attachment) implements Action {}

    record Detach(String name, String uid) implements Action {}

    /** Tell the node what it may mount. */
    record Report(List<AttachedVolume> volumes) implements Action {}

    record Tell(Pod pod, String type, String reason, String message) implements Action {}
}
