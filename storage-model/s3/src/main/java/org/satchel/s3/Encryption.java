// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the store encrypts payloads on its disks.
public sealed interface Encryption {
    /// Headers of a request that makes an object.
    default Map<String, String> headersToWrite() {
        return switch (this) {
            case OfBucket() -> Map.of();
            case StoreKeys() -> Map.of("x-amz-server-side-encryption", "AES256");
            case Kms(var keyId) when keyId == null -> Map.of("x-amz-server-side-encryption", "aws:kms");
            case Kms(var keyId) ->
                Map.of("x-amz-server-side-encryption", "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id", keyId);
            case CustomerKey customer -> customer.headers();
        };
    }

    /// Headers of a request that reads an object or adds to one.
    default Map<String, String> headersToUse() {
        return this instanceof CustomerKey customer ? customer.headers() : Map.of();
    }

    /// Whether an answer says that the object is encrypted so.
    ///
    /// @param serverSide its `x-amz-server-side-encryption`
    /// @param customerAlgorithm its `x-amz-server-side-encryption-customer-algorithm`
    default boolean isConfirmedBy(@Nullable String serverSide, @Nullable String customerAlgorithm) {
        return switch (this) {
            case OfBucket() -> true;
            case StoreKeys() -> serverSide != null;
            case Kms(var _) -> serverSide != null && serverSide.startsWith("aws:kms");
            case CustomerKey _ -> customerAlgorithm != null;
        };
    }

    /// As the bucket says.
    record OfBucket() implements Encryption {}

    /// SSE-S3: AES-256 with keys of the store.
    record StoreKeys() implements Encryption {}

    /// SSE-KMS.
    ///
    /// @param keyId null = the bucket's default key
    record Kms(@Nullable String keyId) implements Encryption {}

    /// SSE-C: AES-256 with a key that goes with each request and is not kept by the store. Without it no payload
    /// can be read. No text form shows it.
    ///
    /// @param base64 of 32 bytes
    record CustomerKey(String base64) implements Encryption {
        private static final int KEY_BYTES = 32;
        private static final int FILE_BYTES_MAX = 1024;

        public CustomerKey {
            if (decoded(base64).length != KEY_BYTES) {
                throw new IllegalArgumentException("a customer key is 32 bytes, in base64");
            }
        }

        /// Reads a key from a file of 32 bytes, or of their base64.
        public static CustomerKey read(Path file) throws IOException {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new IllegalArgumentException("no customer key: " + file);
            }
            var bytes = Files.readAllBytes(file);
            return bytes.length == KEY_BYTES
                    ? new CustomerKey(Base64.getEncoder().encodeToString(bytes))
                    : new CustomerKey(new String(bytes, StandardCharsets.ISO_8859_1).strip());
        }

        private Map<String, String> headers() {
            return Map.of(
                    "x-amz-server-side-encryption-customer-algorithm",
                    "AES256",
                    "x-amz-server-side-encryption-customer-key",
                    base64,
                    "x-amz-server-side-encryption-customer-key-MD5",
                    md5());
        }

        /// What goes along so that the store can tell whether the key arrived unharmed.
        private String md5() {
            try {
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("MD5").digest(decoded(base64)));
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException(missing);
            }
        }

        @Override
        public String toString() {
            return "CustomerKey[]";
        }

        private static byte[] decoded(String base64) {
            try {
                return Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException noBase64) {
                // Its message would show a piece of the key.
                return new byte[0];
            }
        }
    }
}
