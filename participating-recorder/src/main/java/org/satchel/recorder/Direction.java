// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

/// Which way a message goes, seen from the owner of the box: which leg of the service this is.
enum Direction {
    /// The served user sends: originating leg.
    SENT("sent"),
    /// The served user receives: terminating leg.
    RECEIVED("received");

    private final String word;

    Direction(String word) {
        this.word = word;
    }

    /// Value of `Message-Direction`. CPM-MSG §5.1
    String word() {
        return word;
    }
}
