// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The OpenAPI document of a server, made when somebody first wants it.
public final class Description {
    private final Supplier<ObjectNode> maker;
    private byte @Nullable [] bytes;

    public Description(Supplier<ObjectNode> maker) {
        this.maker = maker;
    }

    /// In JSON; not to be changed.
    public synchronized byte[] bytes() {
        var made = bytes;
        if (made == null) {
            made = maker.get().toString().getBytes(UTF_8);
            bytes = made;
        }
        return made;
    }
}
