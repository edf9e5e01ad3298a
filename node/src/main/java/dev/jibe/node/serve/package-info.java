/** What the node serves over HTTPS: logs, commands, ports and figures of its pods. */
@NullMarked
package dev.jibe.node.serve;

import org.jspecify.annotations.NullMarked;
