// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.util.Optional;

/// Writes a list as its subscriber reads it. The same list gives the same document, however often it is written.
@FunctionalInterface
public interface ListEncoder {
    /// @return empty when the list holds nothing that the subscriber's format can tell
    Optional<Document> encode(Notification notification);

    /// What is posted.
    ///
    /// @param contentType for example `application/json`
    record Document(String contentType, String text) {}
}
