// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

/// What a figure counts, and which way is better.
public enum Unit {
    PER_SECOND("/s", true),
    MILLISECONDS("ms", false),
    KIBIBYTES("KiB", false);

    private final String sign;
    private final boolean moreIsBetter;

    Unit(String sign, boolean moreIsBetter) {
        this.sign = sign;
        this.moreIsBetter = moreIsBetter;
    }

    public String sign() {
        return sign;
    }

    public boolean moreIsBetter() {
        return moreIsBetter;
    }
}
