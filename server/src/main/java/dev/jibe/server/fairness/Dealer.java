package dev.jibe.server.fairness;

/**
 * Shuffle sharding: gives every flow its own few of the queues, so that two flows seldom share all of theirs.
 *
 * @param queues how many there are
 * @param handSize how many a flow gets
 */
record Dealer(int queues, int handSize) {

    /** The queues of a flow, all different; the same for the same hash. */
    int[] hand(long hash) {
        var hand = new int[handSize];
        long rest = hash & Long.MAX_VALUE;
        for (int i = 0; i < handSize; i++) {
            int left = queues - i;
            int card = (int) (rest % left);
            rest /= left;
            // The cards that are gone are skipped, the lowest first.
            for (int position = 0; position < i && card >= hand[position]; position++) {
                card++;
            }
            insert(hand, i, card);
        }
        return hand;
    }

    private static void insert(int[] sorted, int count, int card) {
        int at = count;
        while (at > 0 && sorted[at - 1] > card) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = card;
    }

    /** A number from the names of a flow, all bits of which depend on all of them. */
    static long hash(String schema, String distinguisher) {
        long hash = 0xCBF29CE484222325L;
        var text = schema + "\0" + distinguisher;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        hash = (hash ^ (hash >>> 32)) * 0xD6E8FEB86659FD93L;
        return hash ^ (hash >>> 32);
    }
}
