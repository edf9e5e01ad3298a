/**
 * Claims that ask for more than they have: says who will see to that, as no volume is made larger from here.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims">Expanding
 * claims</a>.
 */
@NullMarked
package dev.jibe.controllers.expansion;

import org.jspecify.annotations.NullMarked;
