/**
 * The ServiceCIDR controller: says which ranges of service addresses are ready, and keeps those in use.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/networking/virtual-ips/#ip-address-objects">IP address
 * objects</a>.
 */
@NullMarked
package dev.jibe.controllers.servicecidr;

import org.jspecify.annotations.NullMarked;
