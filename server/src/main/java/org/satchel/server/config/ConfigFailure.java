// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

/// The configuration cannot be used; the message says where and why.
public final class ConfigFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigFailure(String where, String why) {
        super(where + ": " + why);
    }
}
