// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.nio.ByteBuffer;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Quota;
import org.satchel.model.state.Counters;

/// The rows that hold nothing but numbers of fixed width.
final class Numbers {
    private Numbers() {}

    static byte[] row(long... numbers) {
        var row = ByteBuffer.allocate(numbers.length * Long.BYTES);
        for (long number : numbers) {
            row.putLong(number);
        }
        return row.array();
    }

    static long number(byte[] row) {
        return ByteBuffer.wrap(row).getLong();
    }

    static ObjectId object(byte[] row) {
        return new ObjectId(number(row));
    }

    static byte[] head(Counters counters) {
        return row(
                counters.nextFolder(),
                counters.nextObject(),
                counters.nextContent(),
                counters.lastUidValidity(),
                counters.head().number(),
                counters.oldest().number(),
                counters.usage().bytes(),
                counters.usage().objects());
    }

    static Counters counters(byte[] row) {
        var numbers = ByteBuffer.wrap(row);
        return new Counters(
                numbers.getLong(),
                numbers.getLong(),
                numbers.getLong(),
                Math.toIntExact(numbers.getLong()),
                new ModSeq(numbers.getLong()),
                new ModSeq(numbers.getLong()),
                new Quota.Usage(numbers.getLong(), numbers.getLong()));
    }

    static byte[] quota(Quota quota) {
        return row(quota.bytesMax(), quota.objectsMax());
    }

    static Quota quota(byte[] row) {
        var numbers = ByteBuffer.wrap(row);
        return new Quota(numbers.getLong(), numbers.getLong());
    }
}
