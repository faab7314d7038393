// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// What a STORE or a flag request does to the flags of an object.
public record FlagEdit(Mode mode, Flags flags) {
    /// How the given flags meet those that are there.
    public enum Mode {
        ADD,
        REMOVE,
        REPLACE
    }

    public static FlagEdit add(Flags flags) {
        return new FlagEdit(Mode.ADD, flags);
    }

    public static FlagEdit remove(Flags flags) {
        return new FlagEdit(Mode.REMOVE, flags);
    }

    public static FlagEdit replace(Flags flags) {
        return new FlagEdit(Mode.REPLACE, flags);
    }

    public Flags applyTo(Flags present) {
        return switch (mode) {
            case ADD -> present.plus(flags);
            case REMOVE -> present.minus(flags);
            case REPLACE -> present.equals(flags) ? present : flags;
        };
    }
}
