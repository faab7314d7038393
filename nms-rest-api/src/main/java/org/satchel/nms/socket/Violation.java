// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.socket;

/// A client sent what it must not.
// RFC 6455 §7.4.1
final class Violation extends Exception {
    static final int PROTOCOL = 1002;
    static final int TOO_BIG = 1009;

    private final int code;

    Violation(int code, String what) {
        super(what, null, false, false);
        this.code = code;
    }

    /// What the connection is closed with.
    int code() {
        return code;
    }
}
