/** Bindings to the kernel: netlink, nftables, mounts, cgroups, inotify, pidfd. */
@NullMarked
package dev.jibe.linux;

import org.jspecify.annotations.NullMarked;
