// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.BlobName;
import org.satchel.model.blob.BlobStore;
import org.satchel.model.blob.ExactStream;
import org.satchel.model.blob.Probe;
import org.satchel.model.blob.StoredBlob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Blobs as objects of a bucket. Small content is one put; larger content is uploaded in parts as it is read, so
/// that of each upload one part at most is in memory.
///
/// Opening one sends nothing: a store that is away is told by [#obstacle] and by each request.
public final class S3BlobStore implements BlobStore {
    private static final Logger LOG = LoggerFactory.getLogger(S3BlobStore.class);
    /// What S3 lists at once.
    private static final int PAGE_KEYS_MAX = 1000;

    private static final String AWAY = "the payload store does not answer";

    private final S3Limits limits;
    private final Bucket bucket;
    private final Requests requests;
    private final Permits uploads;
    private final Permits largeUploads;
    private final Permits downloads;
    private final Probe probe;
    /// Whether only a put tells that puts succeed: the last one failed, or none has shown yet that the store encrypts.
    private volatile boolean inDoubt;

    public S3BlobStore(S3Settings settings) {
        var patience = settings.limits().patience();
        this.limits = settings.limits();
        this.bucket = new Bucket(settings);
        this.inDoubt = !settings.encryption().isConfirmedBy(null, null);
        this.requests = new Requests(limits);
        this.uploads = new Permits("uploads", limits.uploadsMax(), patience.permit());
        this.largeUploads = new Permits("large uploads", limits.largeUploadsMax(), patience.permit());
        this.downloads = new Permits("downloads", limits.downloadsMax(), patience.permit());
        this.probe = new Probe("satchel-s3-probe", AWAY, this::look);
    }

    @Override
    public long put(BlobName name, InputStream content) throws IOException {
        try (var _ = uploads.take()) {
            long size = take(bucket.key(name), content);
            inDoubt = false;
            return size;
        } catch (StoreFailure.Unavailable failure) {
            inDoubt = true;
            throw failure;
        }
    }

    @Override
    public InputStream open(BlobName name, long offset, long length) throws IOException {
        Objects.checkFromIndexSize(offset, length, Long.MAX_VALUE);
        if (length == 0) {
            checkThere(name);
            return InputStream.nullInputStream();
        }
        var permit = downloads.take();
        try {
            var answer = requests.send(() -> bucket.open(bucket.key(name), offset, offset + length - 1));
            var download = new Download(answer, permit);
            if (download.isOfFewerBytesThan(offset + length)) {
                download.close();
                throw new EOFException("a payload ends before byte " + (offset + length));
            }
            return new ExactStream(download, length);
        } catch (RuntimeException failure) {
            permit.close();
            if (Failures.isNoSuchKey(failure.getCause())) {
                throw notFound(name);
            }
            if (Failures.isBeyondTheEnd(failure.getCause())) {
                throw new EOFException("a payload ends before byte " + offset);
            }
            throw failure;
        }
    }

    @Override
    public void delete(BlobName name) {
        requests.run(() -> bucket.delete(bucket.key(name)));
    }

    @Override
    public List<LocalDate> generations() {
        var days = new TreeSet<LocalDate>();
        String continuation = null;
        do {
            var from = continuation;
            var page = requests.send(() -> bucket.folders(from));
            for (var folder : page.commonPrefixes()) {
                BlobName.parsePrefix(
                                folder.prefix().substring(bucket.keyPrefix().length()))
                        .ifPresent(days::add);
            }
            continuation = page.nextContinuationToken();
        } while (continuation != null);
        return List.copyOf(days);
    }

    @Override
    public List<StoredBlob> list(LocalDate generation, @Nullable BlobName after, int limit) {
        var prefix = bucket.keyPrefix() + BlobName.prefix(generation);
        var blobs = new ArrayList<StoredBlob>();
        var last = after == null ? null : bucket.key(after);
        boolean more = limit > 0;
        while (more && blobs.size() < limit) {
            var from = last;
            int count = Math.min(PAGE_KEYS_MAX, limit - blobs.size());
            var page = requests.send(() -> bucket.keys(prefix, from, count));
            for (var object : page.contents()) {
                last = object.key();
                BlobName.parse(last.substring(bucket.keyPrefix().length()))
                        .ifPresent(name -> blobs.add(new StoredBlob(name, object.size(), object.lastModified())));
            }
            more = page.isTruncated() && !page.contents().isEmpty();
        }
        return blobs;
    }

    @Override
    public int discardUnfinished(Instant before) {
        int discarded = 0;
        String keyMarker = null;
        String idMarker = null;
        boolean more = true;
        while (more) {
            var key = keyMarker;
            var id = idMarker;
            var page = requests.send(() -> bucket.uploads(key, id));
            for (var upload : page.uploads()) {
                if (isOurs(upload.key()) && upload.initiated().isBefore(before)) {
                    requests.run(() -> bucket.abortUpload(upload.key(), upload.uploadId()));
                    discarded++;
                }
            }
            keyMarker = page.nextKeyMarker();
            idMarker = page.nextUploadIdMarker();
            more = page.isTruncated() && keyMarker != null && !page.uploads().isEmpty();
        }
        return discarded;
    }

    @Override
    public Optional<String> obstacle() {
        return probe.obstacle();
    }

    /// What is under way fails.
    @Override
    public void close() {
        requests.close();
        bucket.close();
    }

    /// Whether all that was taken by those who are done has been given back.
    boolean isIdle() {
        return uploads.free() == limits.uploadsMax()
                && largeUploads.free() == limits.largeUploadsMax()
                && downloads.free() == limits.downloadsMax()
                && requests.free() == limits.requestsMax();
    }

    private long take(String key, InputStream content) throws IOException {
        var piece = new PartBuffer(content);
        if (!piece.fill(PartBuffer.CHUNK_BYTES)) {
            return putWhole(key, piece);
        }
        try (var _ = largeUploads.take()) {
            return piece.fill(limits.partBytes()) ? putInParts(key, piece) : putWhole(key, piece);
        }
    }

    private long putWhole(String key, PartBuffer content) {
        if (content.size() == 0) {
            throw new IllegalArgumentException("an empty blob");
        }
        try {
            requests.run(() -> bucket.put(key, content));
            return content.size();
        } catch (StoreFailure.Unavailable failure) {
            if (Failures.isToBeTakenBack(failure)) {
                requests.attempt(() -> bucket.withdraw(key));
            }
            throw failure;
        }
    }

    /// @param piece the first part, not the last
    private long putInParts(String key, PartBuffer piece) throws IOException {
        var upload = Upload.begin(requests, bucket, key);
        try {
            upload.add(piece);
            boolean more = true;
            while (more) {
                piece.clear();
                more = piece.fill(limits.partBytes());
                upload.add(piece);
            }
            return upload.complete();
        } catch (IOException | RuntimeException | Error failure) {
            upload.abort();
            throw failure;
        }
    }

    private void checkThere(BlobName name) {
        if (requests.send(() -> bucket.size(bucket.key(name))) < 0) {
            throw notFound(name);
        }
    }

    private boolean isOurs(String key) {
        return key.startsWith(bucket.keyPrefix())
                && BlobName.parse(key.substring(bucket.keyPrefix().length())).isPresent();
    }

    private String look() {
        try {
            requests.run(inDoubt ? bucket::tryWriting : bucket::look);
            inDoubt = false;
            return "";
        } catch (StoreFailure.DiskFull full) {
            LOG.debug("not ready", full);
            return "the payload store is full";
        } catch (StoreFailure.Unavailable failure) {
            LOG.debug("not ready", failure);
            if (Failures.isNotEncrypted(failure)) {
                return "the payload store does not encrypt as it is asked to";
            }
            return Failures.isRefusal(failure) ? "the payload store refuses requests" : AWAY;
        }
    }

    private static StoreFailure.NotFound notFound(BlobName name) {
        return new StoreFailure.NotFound("payload " + name);
    }
}
