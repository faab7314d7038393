// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// What can go wrong in a box for a reason that its user must hear. Everything else is a bug.
///
/// Messages name the thing and the value, never content.
public abstract sealed class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StoreFailure(String message) {
        super(message);
    }

    /// There is no such box, folder, object or payload.
    public static final class NotFound extends StoreFailure {
        private static final long serialVersionUID = 1L;

        public NotFound(String what) {
            super("not found: " + what);
        }
    }

    public static final class AlreadyExists extends StoreFailure {
        private static final long serialVersionUID = 1L;

        public AlreadyExists(String what) {
            super("already exists: " + what);
        }
    }

    /// The box is full.
    public static final class OverQuota extends StoreFailure {
        private static final long serialVersionUID = 1L;

        public OverQuota(String what) {
            super("over quota: " + what);
        }
    }

    /// One object, name or list is larger than its limit.
    public static sealed class TooLarge extends StoreFailure permits TooMany {
        private static final long serialVersionUID = 1L;

        public TooLarge(String what) {
            super("too large: " + what);
        }
    }

    /// There are as many of a kind as there may be.
    public static final class TooMany extends TooLarge {
        private static final long serialVersionUID = 1L;

        public TooMany(String what) {
            super(what);
        }
    }

    /// What was asked does not fit what is there.
    public static final class Conflict extends StoreFailure {
        private static final long serialVersionUID = 1L;

        public Conflict(String what) {
            super("conflict: " + what);
        }
    }

    public static sealed class NotPermitted extends StoreFailure permits Fixed {
        private static final long serialVersionUID = 1L;

        public NotPermitted(String what) {
            super("not permitted: " + what);
        }
    }

    /// Nobody may do this, whatever rights they have: the tree of folders would not be one any more.
    public static final class Fixed extends NotPermitted {
        private static final long serialVersionUID = 1L;

        public Fixed(String what) {
            super(what);
        }
    }

    /// The engine cannot serve now: disk full, node away. Nothing was changed; trying again later may help.
    public static sealed class Unavailable extends StoreFailure permits DiskFull {
        private static final long serialVersionUID = 1L;

        public Unavailable(String what) {
            super("unavailable: " + what);
        }

        public Unavailable(String what, Throwable cause) {
            this(what);
            initCause(cause);
        }
    }

    /// There is no room for what was to be stored. Whoever removes objects makes some.
    public static final class DiskFull extends Unavailable {
        private static final long serialVersionUID = 1L;

        public DiskFull(String what) {
            super("the disk is full: " + what);
        }

        public DiskFull(String what, Throwable cause) {
            this(what);
            initCause(cause);
        }
    }
}
