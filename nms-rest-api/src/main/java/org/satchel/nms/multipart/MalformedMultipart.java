// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.multipart;

import java.io.IOException;

/// A body that is not what its media type says.
public final class MalformedMultipart extends IOException {
    public MalformedMultipart(String what) {
        super(what);
    }
}
