// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import java.time.Duration;
import javax.net.ssl.SSLContext;

/// The way out, as other packages need it in tests.
public final class Posts {
    private Posts() {}

    /// One that trusts what the JDK would not.
    public static GuardedPost trusting(SSLContext tls, Reach reach, Duration requestMax) {
        return new GuardedPost(reach, requestMax, Resolver.SYSTEM, tls.getSocketFactory());
    }
}
