// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

/// One header field of a SIP message; a list such as `Route` is one field per element.
///
/// @param value without line ends
public record SipHeader(String name, String value) {
    public SipHeader {
        if (name.isEmpty() || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("not a header name: '" + name + "'");
        }
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("header " + name + " spans lines");
        }
    }
}
