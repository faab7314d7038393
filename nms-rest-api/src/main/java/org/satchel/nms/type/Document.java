// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

/// One message body: a resource under the name of its root element.
// NMS §4.1
public record Document(String root, Object content) {
    /// Marks members that are written in XML alone.
    public interface Xml {}

    /// Marks members that are written in JSON alone.
    public interface Json {}
}
