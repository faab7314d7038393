// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

/// What a client has to know before it subscribes at its push service.
///
/// @param channelSubType with which its channel is made
/// @param applicationServerKey public key of this installation, Base64 for URLs. RFC 8292 §4.1
public record WebPushKey(
        String channelSubType, String channelSubTypeVersion, String applicationServerKey, String resourceURL) {}
