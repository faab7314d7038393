// SPDX-License-Identifier: Apache-2.0
package org.satchel.convert;

/// A conversion that is not done, and nothing came of it.
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    /// What stands in the way.
    public enum Obstacle {
        /// What is wanted: no content can become that.
        WANT,
        /// This content.
        CONTENT,
        /// Too much is going on; it may do later.
        LOAD
    }

    private final Obstacle obstacle;

    private Refused(String message, Obstacle obstacle) {
        super(message);
        this.obstacle = obstacle;
    }

    /// Of any content it would be refused.
    public static Refused asWanted(String message) {
        return new Refused(message, Obstacle.WANT);
    }

    /// It will be refused the next time, too.
    public static Refused forGood(String message) {
        return new Refused(message, Obstacle.CONTENT);
    }

    /// Too much is going on; it may do later.
    public static Refused forNow(String message) {
        return new Refused(message, Obstacle.LOAD);
    }

    public Obstacle obstacle() {
        return obstacle;
    }

    public boolean isTemporary() {
        return obstacle == Obstacle.LOAD;
    }
}
