package dev.jibe.scheduler.bind;

import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.filter.OwnFit;
import dev.jibe.scheduler.filter.Rejection;
import dev.jibe.scheduler.score.OwnScore;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Template;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of nodes for the pods of one template, as far as it depends on nothing but the node: it holds until the
 * node or its pods change.
 */
final class Verdicts {

    private final Template template;
    private final Profile profile;
    private final Set<String> madeUp;
    private final OwnScore ownScore;

    /** The generation of the node in each slot when it was looked at; 0 for never. */
    private long[] seen = new long[0];

    private @Nullable Rejection[] verdicts = new Rejection[0];
    private int[] scores = new int[0];

    /** @param madeUp resources that devices make up where nodes have none of them; with others, verdicts are void */
    Verdicts(Template template, Profile profile, Set<String> madeUp) {
        this.template = template;
        this.profile = profile;
        this.madeUp = madeUp;
        this.ownScore = new OwnScore(template, profile);
    }

    boolean holdsFor(Set<String> others) {
        return madeUp.equals(others);
    }

    void reserve(int slots) {
        if (seen.length < slots) {
            seen = Arrays.copyOf(seen, slots);
            verdicts = Arrays.copyOf(verdicts, slots);
            scores = Arrays.copyOf(scores, slots);
        }
    }

    Rejection reject(NodeInfo node) {
        int slot = node.slot();
        var known = seen[slot] == node.generation() ? verdicts[slot] : null;
        return known != null ? known : look(node);
    }

    /** The weighted score of a node that is not rejected. */
    int score(NodeInfo node) {
        int slot = node.slot();
        if (seen[slot] != node.generation()) {
            look(node);
        }
        return scores[slot];
    }

    private Rejection look(NodeInfo node) {
        int slot = node.slot();
        var verdict = OwnFit.reject(template, node, profile, madeUp);
        var known = verdicts[slot];
        // Equal verdicts are kept as one object, which is quicker to count.
        verdicts[slot] = verdict.equals(known) ? known : verdict;
        scores[slot] = verdict.isNone() ? ownScore.of(node) : 0;
        seen[slot] = node.generation();
        return verdict;
    }
}
