/** What the provisioner of local volumes and the nodes that hold them agree on. */
@NullMarked
package dev.jibe.client.localpath;

import org.jspecify.annotations.NullMarked;
