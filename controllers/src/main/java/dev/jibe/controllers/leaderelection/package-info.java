/**
 * Who of several candidates of different versions leads: the oldest, so that all understand what it writes.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/cluster-administration/coordinated-leader-election/">Coordinated
 * Leader Election</a> and KEP-4355.
 */
@NullMarked
package dev.jibe.controllers.leaderelection;

import org.jspecify.annotations.NullMarked;
