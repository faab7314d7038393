// SPDX-License-Identifier: Apache-2.0
/// Subscriptions as resources, over `org.satchel.push`, which keeps and serves them.
@NullMarked
package org.satchel.nms.subscriptions;

import org.jspecify.annotations.NullMarked;
