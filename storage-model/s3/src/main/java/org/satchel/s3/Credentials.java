// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

/// As whom requests are signed. No text form shows a secret.
public sealed interface Credentials {
    /// What the environment of the process says, in the SDK's order: system properties, environment, web identity,
    /// profile, container, instance.
    record FromEnvironment() implements Credentials {}

    record Fixed(String accessKey, String secretKey) implements Credentials {
        public Fixed {
            if (accessKey.isBlank() || secretKey.isBlank()) {
                throw new IllegalArgumentException("an access key or secret key is empty");
            }
        }

        @Override
        public String toString() {
            return "Fixed[" + accessKey + "]";
        }
    }
}
