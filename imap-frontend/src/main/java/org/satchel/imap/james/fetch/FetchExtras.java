// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.fetch;

import java.util.Arrays;
import java.util.List;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.message.request.FetchRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.search.Page;

/// What a FETCH asks for that James's [FetchData] has no place for.
///
/// @param preview the line of text for a list view
/// @param sizes parts of which the decoded size is asked
/// @param binaries parts that are asked decoded
/// @param page which of the named objects are meant; null = all
public record FetchExtras(
        boolean preview,
        List<Binary> sizes,
        List<Binary> binaries,
        @Nullable Page page) {
    static final FetchExtras NONE = new FetchExtras(false, List.of(), List.of(), null);

    public FetchExtras {
        sizes = List.copyOf(sizes);
        binaries = List.copyOf(binaries);
    }

    /// True when there is more to write than James's items.
    boolean asksMore() {
        return preview || readsParts();
    }

    boolean readsParts() {
        return !sizes.isEmpty() || !binaries.isEmpty();
    }

    /// True when what is fetched becomes `\Seen`.
    boolean marksSeen() {
        return binaries.stream().anyMatch(binary -> !binary.peeks);
    }

    /// The extras of a request, of whatever class it is.
    static FetchExtras of(FetchRequest request) {
        return request instanceof Request with ? with.extras : NONE;
    }

    /// A `BINARY[…]`, `BINARY.PEEK[…]` or `BINARY.SIZE[…]`.
    // RFC 3516 §4.2
    static final class Binary {
        private final String name;
        private final int[] path;
        private final boolean peeks;
        private final long offset;
        private final long lengthMax;

        /// @param name as it is answered
        /// @param offset in the decoded part
        Binary(String name, int[] path, boolean peeks, long offset, long lengthMax) {
            this.name = name;
            this.path = path.clone();
            this.peeks = peeks;
            this.offset = offset;
            this.lengthMax = lengthMax;
        }

        String name() {
            return name;
        }

        int[] path() {
            return path;
        }

        long offset() {
            return offset;
        }

        long lengthMax() {
            return lengthMax;
        }

        @Override
        public String toString() {
            return name + Arrays.toString(path);
        }
    }

    /// A FETCH with extras; one without is James's own.
    public static final class Request extends FetchRequest {
        private final FetchExtras extras;

        Request(boolean useUids, IdRange[] set, FetchData fetch, Tag tag, FetchExtras extras) {
            super(useUids, set, fetch, tag);
            this.extras = extras;
        }
    }
}
