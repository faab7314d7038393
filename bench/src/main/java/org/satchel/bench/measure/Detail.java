// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

/// Something measured beside the main value: CPU per operation, a percentile.
public record Detail(String name, String unit, double value) {}
