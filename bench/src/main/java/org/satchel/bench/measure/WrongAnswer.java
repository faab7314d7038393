// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

import java.io.IOException;

/// A peer answered with something else than it must. Whatever was measured with it is void.
public final class WrongAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    public WrongAnswer(String what) {
        super(what);
    }

    /// @param what named in the failure text
    public static void unlessEqual(String what, long expected, long found) throws WrongAnswer {
        if (expected != found) {
            throw new WrongAnswer(what + ": expected " + expected + ", found " + found);
        }
    }
}
