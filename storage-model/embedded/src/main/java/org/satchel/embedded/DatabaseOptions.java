// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.Filter;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RateLimiter;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileManager;

/// How RocksDB is set up. Owns the native objects that its options refer to, and frees them last made, first
/// freed.
///
/// What matters to writers: four write buffers, high triggers and a rate limiter, so that neither a flush nor
/// a compaction ever blocks them; `SstFileManager`, because with it RocksDB comes back by itself when a full
/// disk has space again.
final class DatabaseOptions implements AutoCloseable {
    private static final int WRITE_BUFFERS_MAX = 4;
    private static final long BLOB_FILE_BYTES = 128L * 1024 * 1024;
    /// Of the files, from the oldest on: what is still in use in these is written anew when its key is merged, and the
    /// files go. More would give room back sooner, and write more.
    private static final double BLOBS_MOVED_SHARE = 0.25;
    /// Write-ahead logs are used again: a sync of what overwrites a file took 113 µs where one of what makes it
    /// grow took 158 µs.
    private static final int RECYCLED_LOGS = 4;

    /// The write-ahead logs hold at most so many write buffers' worth, so that used ones come soon, and so that a
    /// crash leaves little to replay.
    private static final int WAL_BUFFERS = 3;

    /// Some 130,000 keys, so that a filter is small enough to be read whole.
    private static final long KEY_FILE_BYTES = 8L << 20;

    private static final double MEMTABLE_FILTER_SHARE = 0.05;

    private final EngineLimits limits;
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final Cache cache;
    private final Filter filter;
    private final DBOptions database;

    private DatabaseOptions(EngineLimits limits) throws RocksDBException {
        this.limits = limits;
        this.cache = own(new LRUCache(limits.blockCacheBytes()));
        this.filter = own(new BloomFilter(10));
        var limiter = own(new RateLimiter(limits.compactionBytesPerSecondMax()));
        var files = own(new SstFileManager(Env.getDefault()));
        this.database = own(new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setParanoidChecks(true)
                .setMaxBackgroundJobs(Math.max(2, Runtime.getRuntime().availableProcessors() / 2))
                .setMaxTotalWalSize(limits.writeBufferBytes() * WAL_BUFFERS)
                .setRecycleLogFileNum(RECYCLED_LOGS)
                .setBytesPerSync(1 << 20)
                .setRateLimiter(limiter)
                .setSstFileManager(files)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(4)
                .setMaxLogFileSize(4L << 20)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0));
    }

    static DatabaseOptions of(EngineLimits limits) throws IOException {
        try {
            return new DatabaseOptions(limits);
        } catch (RocksDBException failure) {
            throw new IOException("cannot set up the database: " + failure.getMessage(), failure);
        }
    }

    DBOptions database() {
        return database;
    }

    ColumnFamilyDescriptor describe(Family family) {
        var name = family.text().getBytes(StandardCharsets.UTF_8);
        var options = own(new ColumnFamilyOptions())
                .setTableFormatConfig(tables(family))
                // What was just flushed is soon merged with what is below, and compressed then.
                .setCompressionPerLevel(List.of(
                        CompressionType.NO_COMPRESSION,
                        CompressionType.LZ4_COMPRESSION,
                        CompressionType.LZ4_COMPRESSION,
                        CompressionType.LZ4_COMPRESSION,
                        CompressionType.LZ4_COMPRESSION,
                        CompressionType.LZ4_COMPRESSION,
                        CompressionType.LZ4_COMPRESSION))
                .setWriteBufferSize(limits.writeBufferBytes())
                .setMaxWriteBufferNumber(WRITE_BUFFERS_MAX)
                // Most keys that are asked for are new: whether a message came before.
                .setMemtablePrefixBloomSizeRatio(MEMTABLE_FILTER_SHARE)
                .setMemtableWholeKeyFiltering(true)
                .setLevelCompactionDynamicLevelBytes(true)
                .setLevel0FileNumCompactionTrigger(8)
                .setLevel0SlowdownWritesTrigger(60)
                .setLevel0StopWritesTrigger(120)
                .setSoftPendingCompactionBytesLimit(256L << 30)
                .setHardPendingCompactionBytesLimit(512L << 30);
        if (family == Family.KEYS) {
            // Each question goes to each file of the first level: these rows are short, so that few files are cheap.
            options.setLevel0FileNumCompactionTrigger(2)
                    .setMaxBytesForLevelBase(KEY_FILE_BYTES * 4)
                    .setTargetFileSizeBase(KEY_FILE_BYTES);
        }
        int blobBytesMin = blobBytesMin(family);
        if (blobBytesMin > 0) {
            options.setEnableBlobFiles(true)
                    .setMinBlobSize(blobBytesMin)
                    .setBlobFileSize(BLOB_FILE_BYTES)
                    .setEnableBlobGarbageCollection(true)
                    .setBlobGarbageCollectionAgeCutoff(BLOBS_MOVED_SHARE)
                    .setBlobGarbageCollectionForceThreshold(0.5);
        }
        return new ColumnFamilyDescriptor(name, options);
    }

    private BlockBasedTableConfig tables(Family family) {
        var tables = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setFilterPolicy(filter)
                .setBlockSize(8 * 1024)
                .setFormatVersion(5)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        if (family != Family.KEYS) {
            // In parts: the whole of a file does not fit into the cache, and would be read for each key.
            tables.setIndexType(IndexType.kTwoLevelIndexSearch)
                    .setPartitionFilters(true)
                    .setMetadataBlockSize(8 * 1024)
                    .setPinTopLevelIndexAndFilter(true);
        }
        return tables;
    }

    /// How long a value is that lies in a file beside the keys, so that it is not written again each time they are
    /// merged; 0 = none does. Rows that are read in order stay together unless they are long.
    private static int blobBytesMin(Family family) {
        return switch (family) {
            case ROWS -> 1024;
            case PAYLOADS -> 512;
            case KEYS, LOG -> 0;
        };
    }

    @Override
    public void close() {
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception failure) {
                throw new IllegalStateException("cannot free a native object", failure);
            }
        }
    }

    private <T extends AutoCloseable> T own(T object) {
        owned.push(object);
        return object;
    }
}
