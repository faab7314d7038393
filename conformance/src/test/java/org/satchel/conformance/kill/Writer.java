// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.kill;

import java.io.IOException;

/// One client that changes its own objects, step by step, and keeps its journal.
interface Writer extends AutoCloseable {
    /// One operation.
    ///
    /// @throws IOException when the connection fails
    /// @throws Refused when the server does not do it
    void step() throws IOException;

    @Override
    void close() throws IOException;

    /// An answer that is no acknowledgement.
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String what) {
            super(what);
        }
    }
}
