// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.codec;

/// Stored bytes that are not what they should be: cut short, damaged, or written by a newer version.
public final class CorruptRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CorruptRecord(String what) {
        super(what);
    }

    CorruptRecord(String what, Throwable cause) {
        super(what, cause);
    }
}
