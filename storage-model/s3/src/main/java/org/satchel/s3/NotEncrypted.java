// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import java.io.Serial;
import software.amazon.awssdk.core.exception.SdkClientException;

/// The store took an object and did not encrypt it as it was asked to: some ignore the headers that ask.
final class NotEncrypted extends SdkClientException {
    @Serial
    private static final long serialVersionUID = 1;

    NotEncrypted() {
        super(SdkClientException.builder().message("the answer names no encryption"));
    }
}
