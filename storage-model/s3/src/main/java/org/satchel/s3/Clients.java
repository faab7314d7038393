// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Makes the SDK's client.
final class Clients {
    private Clients() {}

    static S3Client create(S3Settings settings) {
        var location = settings.location();
        var patience = settings.limits().patience();
        var builder = S3Client.builder()
                .region(Region.of(location.region()))
                .forcePathStyle(location.pathStyle())
                .credentialsProvider(credentials(settings.credentials()))
                .requestChecksumCalculation(
                        switch (settings.checksums()) {
                            case WHEN_REQUIRED -> RequestChecksumCalculation.WHEN_REQUIRED;
                            case WHEN_SUPPORTED -> RequestChecksumCalculation.WHEN_SUPPORTED;
                        })
                .responseChecksumValidation(
                        switch (settings.checksums()) {
                            case WHEN_REQUIRED -> ResponseChecksumValidation.WHEN_REQUIRED;
                            case WHEN_SUPPORTED -> ResponseChecksumValidation.WHEN_SUPPORTED;
                        })
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(patience.call())
                        .apiCallAttemptTimeout(patience.attempt())
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(1 + patience.retriesMax())
                                .build())
                        .build())
                .httpClientBuilder(http(settings.limits()));
        if (location.endpoint() != null) {
            builder.endpointOverride(location.endpoint());
        }
        return builder.build();
    }

    /// The permits see to it that nobody waits for a connection.
    private static Apache5HttpClient.Builder http(S3Limits limits) {
        var patience = limits.patience();
        return Apache5HttpClient.builder()
                .maxConnections(limits.downloadsMax() + limits.requestsMax())
                .connectionTimeout(patience.connect())
                .connectionAcquisitionTimeout(patience.permit())
                .socketTimeout(patience.attempt());
    }

    private static AwsCredentialsProvider credentials(Credentials credentials) {
        return switch (credentials) {
            case Credentials.FromEnvironment() ->
                DefaultCredentialsProvider.builder().build();
            case Credentials.Fixed(var accessKey, var secretKey) ->
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
        };
    }
}
