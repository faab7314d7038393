// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// Where an object is.
public record Placement(FolderId folder, Uid uid) {}
