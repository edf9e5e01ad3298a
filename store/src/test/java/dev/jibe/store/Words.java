package dev.jibe.store;

import java.nio.charset.StandardCharsets;

/** Values for tests: a text and the revision it was stamped with. */
record Words(String text, long revision) {

    static final Values<Words> VALUES = new Values<>() {
        @Override
        public byte[] encode(String bucket, String key, Words value) {
            return value.text().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Words decode(String bucket, String key, byte[] bytes) {
            return new Words(new String(bytes, StandardCharsets.UTF_8), 0);
        }

        @Override
        public Words stamp(Words value, long revision) {
            return new Words(value.text(), revision);
        }
    };

    static Words of(String text) {
        return new Words(text, 0);
    }
}
