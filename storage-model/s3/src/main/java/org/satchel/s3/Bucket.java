// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.satchel.model.blob.BlobName;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/// The requests we make, with bucket, keys and encryption filled in. Throws what the SDK throws.
final class Bucket implements AutoCloseable {
    /// Taking something back is tried for this long: who waits for it has a failure to hear.
    private static final Duration SHORT_MAX = Duration.ofSeconds(2);

    private static final AwsRequestOverrideConfiguration SHORT = AwsRequestOverrideConfiguration.builder()
            .apiCallTimeout(SHORT_MAX)
            .apiCallAttemptTimeout(SHORT_MAX)
            .build();
    /// Enough that a full disk does not take it in passing.
    private static final int PROBE_BYTES = 64 * 1024;

    private final S3Client client;
    private final String bucket;
    private final String keyPrefix;
    private final Encryption encryption;
    private final AwsRequestOverrideConfiguration writing;
    private final AwsRequestOverrideConfiguration using;

    Bucket(S3Settings settings) {
        this.client = Clients.create(settings);
        this.bucket = settings.location().bucket();
        this.keyPrefix = settings.location().keyPrefix();
        this.encryption = settings.encryption();
        this.writing = with(encryption.headersToWrite());
        this.using = with(encryption.headersToUse());
    }

    String key(BlobName name) {
        return keyPrefix + name.key();
    }

    String keyPrefix() {
        return keyPrefix;
    }

    void put(String key, PartBuffer content) {
        put(key, writing, content.body());
    }

    /// @return id of the upload
    String beginUpload(String key) {
        return client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key).overrideConfiguration(writing))
                .uploadId();
    }

    CompletedPart putPart(String key, String uploadId, int number, PartBuffer content) {
        var answer = client.uploadPart(
                request -> request.bucket(bucket)
                        .key(key)
                        .uploadId(uploadId)
                        .partNumber(number)
                        .overrideConfiguration(using),
                content.body());
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumCRC32(answer.checksumCRC32())
                .build();
    }

    void completeUpload(String key, String uploadId, List<CompletedPart> parts) {
        var answer = client.completeMultipartUpload(request -> request.bucket(bucket)
                .key(key)
                .uploadId(uploadId)
                .multipartUpload(upload -> upload.parts(parts))
                .overrideConfiguration(using));
        if (!encryption.isConfirmedBy(answer.serverSideEncryptionAsString(), null)) {
            checkEncrypted(key);
        }
    }

    /// Some stores say it of an object only when they are asked for it.
    ///
    /// @throws NotEncrypted when the object is not encrypted as we ask for, or the store refuses to say
    void checkEncrypted(String key) {
        if (encryption.isConfirmedBy(null, null)) {
            return;
        }
        try {
            var answer =
                    client.headObject(request -> request.bucket(bucket).key(key).overrideConfiguration(using));
            if (encryption.isConfirmedBy(answer.serverSideEncryptionAsString(), answer.sseCustomerAlgorithm())) {
                return;
            }
        } catch (AwsServiceException failure) {
            if (Failures.isOutage(failure)) {
                throw failure;
            }
        }
        throw new NotEncrypted();
    }

    /// Harmless when there is no such upload.
    void abortUpload(String key, String uploadId) {
        try {
            client.abortMultipartUpload(request ->
                    request.bucket(bucket).key(key).uploadId(uploadId).overrideConfiguration(SHORT));
        } catch (SdkException failure) {
            if (!Failures.isNoSuchUpload(failure)) {
                throw failure;
            }
        }
    }

    /// Uploads that are neither completed nor aborted.
    ListMultipartUploadsResponse uploads(@Nullable String keyMarker, @Nullable String idMarker) {
        return client.listMultipartUploads(request ->
                request.bucket(bucket).prefix(keyPrefix).keyMarker(keyMarker).uploadIdMarker(idMarker));
    }

    /// @param last included
    ResponseInputStream<GetObjectResponse> open(String key, long first, long last) {
        return client.getObject(request -> request.bucket(bucket)
                .key(key)
                .range("bytes=" + first + "-" + last)
                .overrideConfiguration(using));
    }

    /// @return negative when there is no such object
    long size(String key) {
        try {
            return client.headObject(request -> request.bucket(bucket).key(key).overrideConfiguration(using))
                    .contentLength();
        } catch (SdkException failure) {
            if (!Failures.isNoSuchKey(failure)) {
                throw failure;
            }
            return -1;
        }
    }

    /// Harmless when there is no such object.
    void delete(String key) {
        client.deleteObject(request -> request.bucket(bucket).key(key));
    }

    /// Deletes, if it can be done soon.
    void withdraw(String key) {
        client.deleteObject(request -> request.bucket(bucket).key(key).overrideConfiguration(SHORT));
    }

    ListObjectsV2Response keys(String prefix, @Nullable String after, int limit) {
        return client.listObjectsV2(request ->
                request.bucket(bucket).prefix(prefix).startAfter(after).maxKeys(limit));
    }

    /// The first segments of keys, as common prefixes.
    ListObjectsV2Response folders(@Nullable String continuation) {
        return client.listObjectsV2(request ->
                request.bucket(bucket).prefix(keyPrefix).delimiter("/").continuationToken(continuation));
    }

    /// Fails when the bucket cannot be asked now.
    void look() {
        client.headBucket(request -> request.bucket(bucket).overrideConfiguration(SHORT));
    }

    /// Fails when the bucket takes no object now.
    void tryWriting() {
        var key = keyPrefix + "probe";
        var soon = writing.toBuilder()
                .apiCallTimeout(SHORT_MAX)
                .apiCallAttemptTimeout(SHORT_MAX)
                .build();
        try {
            put(key, soon, RequestBody.fromBytes(new byte[PROBE_BYTES]));
        } catch (NotEncrypted clear) {
            withdraw(key);
            throw clear;
        }
        withdraw(key);
    }

    @Override
    public void close() {
        client.close();
    }

    private void put(String key, AwsRequestOverrideConfiguration how, RequestBody body) {
        var answer = client.putObject(request -> request.bucket(bucket).key(key).overrideConfiguration(how), body);
        if (!encryption.isConfirmedBy(answer.serverSideEncryptionAsString(), answer.sseCustomerAlgorithm())) {
            checkEncrypted(key);
        }
    }

    private static AwsRequestOverrideConfiguration with(Map<String, String> headers) {
        var configuration = AwsRequestOverrideConfiguration.builder();
        headers.forEach(configuration::putHeader);
        return configuration.build();
    }
}
