/** Whether they may: RBAC and the node authorizer. */
@NullMarked
package dev.jibe.server.authz;

import org.jspecify.annotations.NullMarked;
