package dev.jibe.server.request;

import dev.jibe.server.authn.User;
import dev.jibe.server.fairness.Seat;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.tracing.Span;
import java.util.Optional;

/** What becomes known of one request on its way, for those who tell of it afterwards. One thread writes it. */
public final class Passage {

    private final String auditId;
    private final String source;
    private Optional<RequestInfo> info = Optional.empty();
    private Optional<User> user = Optional.empty();
    private Optional<User> impersonator = Optional.empty();
    private Span span = Span.NONE;
    private Optional<Resource> resource = Optional.empty();
    private Seat seat = new Seat.Uncounted();
    private Runnable end = () -> {};
    private boolean lastOfConnection;
    private boolean sentAway;
    private boolean tooLarge;
    private Deadline deadline = Deadline.NONE;
    private volatile boolean cutOff;
    private String flowSchemaUid = "";
    private String priorityLevelUid = "";

    /** A passage of a request that came from an address; empty if it came from inside. */
    public Passage(String auditId, String source) {
        this.auditId = auditId;
        this.source = source;
    }

    /** The address that the request came from. */
    public String source() {
        return source;
    }

    public String auditId() {
        return auditId;
    }

    /** What the request is about; empty as long as nobody has looked. */
    public Optional<RequestInfo> info() {
        return info;
    }

    /** As whom it goes on; empty if that could not be told. */
    public Optional<User> user() {
        return user;
    }

    /** Who acts as that user, if somebody else does. */
    public Optional<User> impersonator() {
        return impersonator;
    }

    /** Its body is larger than any may be, and was not read. */
    void isTooLarge() {
        tooLarge = true;
    }

    /** Refuses a request whose body was not read. */
    void checkBody() {
        if (tooLarge) {
            throw ApiException.tooLarge(ApiRequest.MAX_BODY_BYTES);
        }
    }

    /** Whether nobody has proved to be the one who asks. */
    boolean isAnonymous() {
        return impersonator
                .or(() -> user)
                .filter(it -> it.name().equals(User.ANONYMOUS.name()))
                .isPresent();
    }

    public String flowSchemaUid() {
        return flowSchemaUid;
    }

    public String priorityLevelUid() {
        return priorityLevelUid;
    }

    /** Says that the client had better connect again for its next request. */
    void endsConnection() {
        lastOfConnection = true;
    }

    boolean isLastOfConnection() {
        return lastOfConnection;
    }

    /** When the time of the request is over. */
    public Deadline deadline() {
        return deadline;
    }

    void isDue(Deadline known) {
        deadline = known;
    }

    /** Says that the client has been told that it took too long. */
    void isCutOff() {
        cutOff = true;
    }

    boolean wasCutOff() {
        return cutOff;
    }

    /** Says that the server had no room for the request. */
    void isSentAway() {
        sentAway = true;
    }

    boolean wasSentAway() {
        return sentAway;
    }

    void isAbout(RequestInfo known) {
        info = Optional.of(known);
    }

    void isFrom(User authenticated, User acting) {
        user = Optional.of(acting);
        impersonator = acting.equals(authenticated) ? Optional.empty() : Optional.of(authenticated);
    }

    /** The request's place in a trace. */
    Span span() {
        return span;
    }

    void isTraced(Span known) {
        span = known;
    }

    /** What the request occupies until its answer has its form, which of a long list is most of the work. */
    void isSeated(Seat taken) {
        seat = taken;
    }

    /** Gives way to others. */
    void leave() {
        seat.close();
        seat = new Seat.Uncounted();
    }

    /** The resource that the request is about, if there is one, and in a way that there is. */
    public Optional<Resource> resource() {
        return resource;
    }

    void isRouted(Resource known) {
        resource = Optional.of(known);
    }

    /** Says what to do when a connection ends that goes on somewhere else. */
    void atEnd(Runnable action) {
        end = action;
    }

    /** Such a connection has ended. */
    void ended() {
        end.run();
    }

    /** Says which flow the request belongs to. */
    public void flows(String schemaUid, String levelUid) {
        flowSchemaUid = schemaUid;
        priorityLevelUid = levelUid;
    }
}
