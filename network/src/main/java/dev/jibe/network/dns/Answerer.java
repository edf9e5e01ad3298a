package dev.jibe.network.dns;

import dev.jibe.network.dns.Answer.Address;
import dev.jibe.network.dns.Answer.Entry;
import dev.jibe.network.dns.Answer.ServiceLocation;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.util.concurrent.Semaphore;

/** Answers one question from the zone. */
record Answerer(Zone zone, Resolver resolver, Semaphore forwarded) {

    /** Fills in the response; false if somebody else has to be asked. */
    boolean answer(DnsQuery query, DnsResponse response) {
        DnsQuestion question = query.recordAt(DnsSection.QUESTION);
        return switch (zone.answer(question.name(), Message.type(question.type()))) {
            case Answer.NotOurs() -> false;
            case Answer.NoSuchName() -> {
                Message.fill(response, query, DnsResponseCode.NXDOMAIN);
                yield true;
            }
            case Answer.Found(var records) -> {
                Message.fill(response, query, DnsResponseCode.NOERROR);
                records.forEach(record -> Message.addAnswer(response, record));
                records.forEach(record -> addTargets(record, response));
                yield true;
            }
        };
    }

    /** The addresses of the hosts that a location names, to save the client a question. */
    private void addTargets(Entry record, DnsResponse response) {
        if (record instanceof ServiceLocation location
                && zone.answer(location.target(), Zone.Type.A) instanceof Answer.Found(var addresses)) {
            addresses.stream().filter(Address.class::isInstance).forEach(a -> Message.addAdditional(response, a));
        }
    }
}
