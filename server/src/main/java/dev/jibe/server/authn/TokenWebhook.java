package dev.jibe.server.authn;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.review.Users;
import dev.jibe.server.webhook.RemoteService;
import dev.jibe.server.webhook.WebhookException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A service that is asked whose a token is; its answers are remembered for a while.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#webhook-token-authentication">Webhook Token
 * Authentication</a>.
 */
public final class TokenWebhook implements TokenAuthenticator {

    private static final Log LOG = Log.of(TokenWebhook.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_REMEMBERED = 4096;

    private final RemoteService service;
    private final String version;
    private final List<String> ownAudiences;
    private final Duration life;
    private final Clock clock;
    private final ConcurrentHashMap<Question, Remembered> answers = new ConcurrentHashMap<>();

    private record Question(String token, List<String> audiences) {}

    private record Remembered(Outcome outcome, long untilMillis) {}

    /**
     * @param version of the reviews that it is sent
     * @param life how long an answer holds
     */
    public TokenWebhook(RemoteService service, String version, List<String> ownAudiences, Duration life, Clock clock) {
        this.service = service;
        this.version = version;
        this.ownAudiences = ownAudiences;
        this.life = life;
        this.clock = clock;
    }

    @Override
    public Outcome authenticate(String token, List<String> audiences) {
        var question = new Question(token, audiences.isEmpty() ? ownAudiences : audiences);
        var known = answers.get(question);
        if (known != null && clock.millis() < known.untilMillis()) {
            return known.outcome();
        }
        try {
            var outcome = ask(question);
            if (answers.size() >= MAX_REMEMBERED) {
                answers.clear();
            }
            answers.put(question, new Remembered(outcome, clock.millis() + life.toMillis()));
            return outcome;
        } catch (WebhookException e) {
            LOG.warn("the token webhook did not answer", "reason", e.getMessage());
            return new Outcome.Refused(String.valueOf(e.getMessage()));
        }
    }

    private Outcome ask(Question question) {
        var spec = JsonMap.of("token", question.token(), "audiences", JsonList.copyOf(question.audiences()));
        var answer = service.post(
                JsonMap.of(
                        "apiVersion",
                        "authentication.k8s.io/" + version,
                        "kind",
                        "TokenReview",
                        "metadata",
                        JsonMap.EMPTY,
                        "spec",
                        spec,
                        "status",
                        JsonMap.of("user", JsonMap.EMPTY)),
                TIMEOUT);
        var status = answer.map("status");
        if (!status.bool("authenticated")) {
            return status.string("error").isEmpty() ? UNKNOWN : new Outcome.Refused(status.string("error"));
        }
        var meant = status.list("audiences").strings().toList();
        // A service that knows nothing of audiences means the API server.
        var held = (meant.isEmpty() ? ownAudiences : meant)
                .stream().filter(question.audiences()::contains).toList();
        if (held.isEmpty()) {
            return new Outcome.Refused("the token is not meant for the asked audiences");
        }
        var user = status.map("user");
        return new Outcome.Known(Users.read(user.with("user", user.string("username"))), held);
    }
}
