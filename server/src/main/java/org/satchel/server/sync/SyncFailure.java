// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import java.time.Duration;

/// Why a request did not bring what it was sent for.
public abstract sealed class SyncFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private SyncFailure(String message) {
        super(message);
    }

    /// The resource is not there, or no longer. OMA NMS §10.3: 404, 410
    public static final class Missing extends SyncFailure {
        private static final long serialVersionUID = 1;

        Missing(String what) {
            super(what + " is not there");
        }
    }

    /// Another resource stands in the way. OMA NMS §10.3: 409
    public static final class Conflict extends SyncFailure {
        private static final long serialVersionUID = 1;

        Conflict(String what) {
            super(what + " is in conflict with another");
        }
    }

    /// It may go better another time: no connection, no answer, or the server says so.
    public static final class Later extends SyncFailure {
        private static final long serialVersionUID = 1;

        private final Duration atLeast;

        /// @param atLeast how long the server wants to be left alone
        Later(String why, Duration atLeast) {
            super(why);
            this.atLeast = atLeast;
        }

        public Duration atLeast() {
            return atLeast;
        }
    }

    /// It will not go better another time.
    public static final class Refused extends SyncFailure {
        private static final long serialVersionUID = 1;

        private final int status;

        /// @param status of HTTP; 0 = the answer is not what the protocol says
        Refused(String why, int status) {
            super(why);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }
}
