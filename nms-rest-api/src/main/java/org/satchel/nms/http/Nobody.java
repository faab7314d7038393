// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/// What Jersey is told about who asks: nothing. Who it is stands in [org.satchel.nms.box.Visit].
enum Nobody implements SecurityContext {
    NOBODY;

    @Override
    public @Nullable Principal getUserPrincipal() {
        return null;
    }

    @Override
    public boolean isUserInRole(String role) {
        return false;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public @Nullable String getAuthenticationScheme() {
        return null;
    }
}
