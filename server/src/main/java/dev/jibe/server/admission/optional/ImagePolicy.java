package dev.jibe.server.admission.optional;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.webhook.RemoteService;
import dev.jibe.server.webhook.WebhookException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks a service whether the images of a pod may be used; its answers are remembered for a while.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#imagepolicywebhook">ImagePolicyWebhook</a>.
 */
public final class ImagePolicy implements Admission.Validating {

    /**
     * How it is asked.
     *
     * @param allowedLife how long a yes is remembered
     * @param deniedLife how long a no is remembered
     * @param pause before it is asked again when it has not answered; each next one is longer
     * @param opens whether images may be used while the service does not answer
     */
    public record Settings(Duration allowedLife, Duration deniedLife, Duration pause, boolean opens) {}

    private static final String VERSION = "imagepolicy.k8s.io/v1alpha1";
    private static final String NOTES = ".image-policy.k8s.io/";
    private static final String AUDIT = "imagepolicywebhook.image-policy.k8s.io/";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_REMEMBERED = 1024;
    private static final int TRIES = 5;
    private static final double LONGER = 1.5;

    private record Remembered(JsonMap status, long untilMillis) {}

    private final RemoteService service;
    private final Settings settings;
    private final Clock clock;
    private final ConcurrentHashMap<JsonMap, Remembered> answers = new ConcurrentHashMap<>();

    public ImagePolicy(RemoteService service, Settings settings, Clock clock) {
        this.service = service;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void validate(Attributes attributes) {
        boolean written = attributes.isCreate() || attributes.isUpdate();
        boolean debugged = attributes.isOf("", "pods", "ephemeralcontainers");
        if (!written || !debugged && !attributes.isOf("", "pods")) {
            return;
        }
        var kinds = debugged ? List.of("ephemeralContainers") : List.of("containers", "initContainers");
        JsonMap status;
        try {
            status = status(question(attributes, kinds));
        } catch (WebhookException e) {
            if (settings.opens()) {
                attributes.feedback().annotate(AUDIT + "failed-open", "true");
                return;
            }
            throw attributes.forbidden(String.valueOf(e.getMessage()));
        }
        status.map("auditAnnotations")
                .strings()
                .forEach((key, value) -> attributes.feedback().annotate(AUDIT + key, value));
        if (!status.bool("allowed")) {
            var reason = status.string("reason");
            throw attributes.forbidden(
                    reason.isEmpty()
                            ? "one or more images rejected by webhook backend"
                            : "image policy webhook backend denied one or more images: " + reason);
        }
    }

    private static JsonMap question(Attributes attributes, List<String> kinds) {
        var pod = attributes.object();
        var images = new ArrayList<JsonMap>();
        for (var kind : kinds) {
            pod.map("spec").list(kind).maps().forEach(it -> images.add(JsonMap.of("image", it.string("image"))));
        }
        var notes = JsonMap.builder();
        pod.map("metadata").map("annotations").strings().forEach((key, value) -> {
            if (key.contains(NOTES)) {
                notes.put(key, value);
            }
        });
        var spec = JsonMap.of("containers", JsonList.copyOf(images), "namespace", attributes.namespace());
        var noted = notes.build();
        return noted.isEmpty() ? spec : spec.with("annotations", noted);
    }

    private JsonMap status(JsonMap question) {
        var known = answers.get(question);
        if (known != null && clock.millis() < known.untilMillis()) {
            return known.status();
        }
        var review = JsonMap.of("apiVersion", VERSION, "kind", "ImageReview", "metadata", JsonMap.EMPTY)
                .with("spec", question)
                .with("status", JsonMap.of("allowed", false));
        var status = asked(review).map("status");
        if (answers.size() >= MAX_REMEMBERED) {
            answers.clear();
        }
        var life = status.bool("allowed") ? settings.allowedLife() : settings.deniedLife();
        answers.put(question, new Remembered(status, clock.millis() + life.toMillis()));
        return status;
    }

    private JsonMap asked(JsonMap review) {
        double pauseMillis = settings.pause().toMillis();
        for (int tries = 1; ; tries++) {
            try {
                return service.post(review, TIMEOUT);
            } catch (WebhookException e) {
                if (tries >= TRIES || pauseMillis == 0) {
                    throw e;
                }
                try {
                    clock.sleep(Duration.ofMillis((long) pauseMillis));
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
                pauseMillis *= LONGER;
            }
        }
    }
}
