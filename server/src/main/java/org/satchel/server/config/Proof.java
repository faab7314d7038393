// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

/// By what a client of the REST face may prove who it is.
public enum Proof {
    /// Address and password of an account.
    BASIC,
    /// A token of somebody whom the operator trusts.
    BEARER,
    /// A certificate of the TLS connection.
    CERTIFICATE
}
