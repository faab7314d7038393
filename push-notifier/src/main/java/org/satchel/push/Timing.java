// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What followers and sinks know of time and chance.
///
/// @param random spreads retries; need not be secret
public record Timing(InstantSource clock, Pause pause, RandomGenerator random) {}
