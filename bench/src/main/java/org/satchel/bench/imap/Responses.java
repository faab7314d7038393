// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;

/// Who hears what a [ResponseScanner] found. The bytes are valid during the call only.
public interface Responses {
    /// A piece of text between line ends and literals, whole, without its line end. A literal's announcement is still
    /// at its end.
    ///
    /// @param opens whether a response begins with it
    void text(byte[] bytes, int from, int to, boolean opens) throws IOException;

    /// Some bytes of a literal; a literal may come in several pieces, an empty one in none.
    ///
    /// @param left bytes of this literal that are still to come
    void literal(byte[] bytes, int from, int to, long left) throws IOException;

    /// The response is complete.
    void end() throws IOException;
}
