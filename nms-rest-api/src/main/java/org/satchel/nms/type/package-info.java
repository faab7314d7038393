// SPDX-License-Identifier: Apache-2.0
/// The resources of OMA NMS as values, apart from how they are written on the wire.
///
/// Component names are the element names of the specification, so that a format needs no table. Absent is null and is
/// left out when written;
/// a list that may not be empty is null instead. Every URL is absolute.
@NullMarked
package org.satchel.nms.type;

import org.jspecify.annotations.NullMarked;
