// SPDX-License-Identifier: Apache-2.0
/// Holds answers against what the server says of itself.
///
/// Knows the OpenAPI document and nothing else of the server: no record, no writer, no reader of ours.
@NullMarked
package org.satchel.nms.contract;

import org.jspecify.annotations.NullMarked;
