// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// Who writes, and on which line: decides what is permitted, and lets a follower skip what its own device did.
///
/// @param principal address or name of the account that acts
/// @param session one IMAP connection, REST request or recorder leg; empty when it does not matter
public record Actor(String principal, String session) {
    public static Actor owner(BoxId box) {
        return new Actor(box.text(), "");
    }
}
