// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// What the SDK's exceptions mean. Their messages hold addresses and request ids, so they are only causes, for
/// logs.
final class Failures {
    private static final int NOT_FOUND = 404;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int SERVER_ERROR = 500;
    private static final int INSUFFICIENT_STORAGE = 507;
    private static final Set<String> FULL =
            Set.of("InsufficientStorage", "InsufficientCapacity", "QuotaExceeded", "XMinioStorageFull", "DiskFull");

    private Failures() {}

    static StoreFailure.Unavailable unavailable(SdkException failure) {
        var said = "payload store: " + said(failure);
        return isFull(failure) ? new StoreFailure.DiskFull(said, failure) : new StoreFailure.Unavailable(said, failure);
    }

    /// A missing bucket is no missing object; an answer to HEAD says only that something is.
    static boolean isNoSuchKey(@Nullable Throwable failure) {
        return failure instanceof NoSuchKeyException
                || (failure instanceof AwsServiceException answer
                        && answer.statusCode() == NOT_FOUND
                        && code(answer).isEmpty());
    }

    static boolean isNoSuchUpload(@Nullable Throwable failure) {
        return failure instanceof AwsServiceException answer && code(answer).equals("NoSuchUpload");
    }

    static boolean isBeyondTheEnd(@Nullable Throwable failure) {
        return failure instanceof AwsServiceException answer && answer.statusCode() == RANGE_NOT_SATISFIABLE;
    }

    /// Whether the store is away or broken, as opposed to refusing this one request.
    static boolean isOutage(SdkException failure) {
        return switch (failure) {
            // Some answers begin with 200 before the store knows that it has failed.
            case AwsServiceException answer ->
                !isFull(answer)
                        && (answer.statusCode() >= SERVER_ERROR || code(answer).equals("InternalError"));
            case AbortedException interrupted -> false;
            case NotEncrypted done -> false;
            default -> true;
        };
    }

    /// Whether what was asked for may have been done, or may yet be, or was done in a way that was not asked for.
    static boolean isToBeTakenBack(StoreFailure failure) {
        return failure.getCause() instanceof SdkException cause
                && (isOutage(cause) || cause instanceof AbortedException || isNotEncrypted(failure));
    }

    static boolean isNotEncrypted(StoreFailure failure) {
        return failure.getCause() instanceof NotEncrypted;
    }

    /// Whether the store answered, with a no.
    static boolean isRefusal(StoreFailure failure) {
        return failure.getCause() instanceof AwsServiceException;
    }

    private static boolean isFull(SdkException failure) {
        return failure instanceof AwsServiceException answer
                && (answer.statusCode() == INSUFFICIENT_STORAGE || FULL.contains(code(answer)));
    }

    private static String said(SdkException failure) {
        return switch (failure) {
            case ApiCallTimeoutException late -> "no answer in time";
            case ApiCallAttemptTimeoutException late -> "no answer in time";
            case AbortedException interrupted -> "interrupted";
            case NotEncrypted clear -> "it does not encrypt as it is asked to";
            case AwsServiceException answer -> "it answered " + answer.statusCode() + " " + word(code(answer));
            default -> failure.getCause() instanceof IOException ? "it cannot be reached" : "the request failed";
        };
    }

    private static String code(AwsServiceException answer) {
        var details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    /// A code of S3 is a word; anything else may be anything.
    private static String word(String code) {
        return code.matches("[A-Za-z0-9.]{1,64}") ? code : "without a code";
    }
}
