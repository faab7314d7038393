// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

/// What becomes of messages while the store cannot serve.
public enum WhenStoreFails {
    /// They are refused with 503 before anybody takes responsibility for them: nothing goes unrecorded.
    REFUSE,
    /// They are sent on without a record: the service goes on. With nobody to send them on to they are refused all the
    /// same.
    RELAY
}
