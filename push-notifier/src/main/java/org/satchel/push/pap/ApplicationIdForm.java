// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

/// How the push application id of CPM is written for a gateway; what goes over the air is always the number
/// 0x15.
// CPM enabler release §6 (push application id)
public enum ApplicationIdForm {
    URN("x-oma-application:cpm.ua"),
    /// For gateways whose table of names does not know CPM, such as Kannel.
    DECIMAL("21"),
    HEX("0x15");

    private final String text;

    ApplicationIdForm(String text) {
        this.text = text;
    }

    /// Value of the header field `X-Wap-Application-Id`.
    public String text() {
        return text;
    }
}
