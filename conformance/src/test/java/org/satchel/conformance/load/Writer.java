// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.load;

import java.io.IOException;

/// One client that changes its own objects, step by step, and keeps its journal.
public interface Writer extends AutoCloseable {
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

        private final boolean temporary;

        /// @param temporary whether the server says that it cannot do it now; it may be done all the same
        public Refused(String what, boolean temporary) {
            super(what);
            this.temporary = temporary;
        }

        public boolean isTemporary() {
            return temporary;
        }
    }
}
