// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sort;

/// One key of an order.
///
/// @param reverse whether the highest comes first
public record SortCriterion(SortKey key, boolean reverse) {}
