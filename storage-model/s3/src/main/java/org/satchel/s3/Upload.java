// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import java.util.ArrayList;
import java.util.List;
import org.satchel.model.StoreFailure;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// A content that goes in parts, one after another. Nothing of it can be read before it is completed.
final class Upload {
    /// What S3 allows.
    private static final int PARTS_MAX = 10_000;

    private final Requests requests;
    private final Bucket bucket;
    private final String key;
    private final String id;
    private final List<CompletedPart> parts = new ArrayList<>();
    private long size;
    private boolean completing;

    private Upload(Requests requests, Bucket bucket, String key, String id) {
        this.requests = requests;
        this.bucket = bucket;
        this.key = key;
        this.id = id;
    }

    static Upload begin(Requests requests, Bucket bucket, String key) {
        return new Upload(requests, bucket, key, requests.send(() -> bucket.beginUpload(key)));
    }

    void add(PartBuffer part) {
        int number = parts.size() + 1;
        if (number > PARTS_MAX) {
            throw new StoreFailure.TooLarge("a payload of more than " + size + " bytes");
        }
        parts.add(requests.send(() -> bucket.putPart(key, id, number, part)));
        size += part.size();
    }

    /// @return bytes of the whole
    long complete() {
        completing = true;
        try {
            requests.run(() -> bucket.completeUpload(key, id, parts));
        } catch (StoreFailure.Unavailable failure) {
            // An attempt whose answer was lost may have completed it; then the next one finds no such upload.
            if (!Failures.isNoSuchUpload(failure.getCause()) || !isThere()) {
                throw failure;
            }
            requests.run(() -> bucket.checkEncrypted(key));
        }
        return size;
    }

    /// Takes everything back, as far as the store can be reached: what it cannot be told now is discarded later.
    void abort() {
        requests.attempt(() -> bucket.abortUpload(key, id));
        if (completing) {
            requests.attempt(() -> bucket.withdraw(key));
        }
    }

    private boolean isThere() {
        return requests.send(() -> bucket.size(key)) == size;
    }
}
