// SPDX-License-Identifier: Apache-2.0
/// What processes that share the tables tell each other: that a box has a new commit, and whose turn it is to write
/// one.
///
/// - All of it is advice. A hint that is lost costs a few seconds of waiting, a turn that is not given costs a
///   lost race; nothing that is right becomes wrong.
/// - Who is there stands in a table, in rows that expire: nobody is configured with the names of others.
/// - A process believes another when it shows the secret of its own row, which only who reads the table can know.
///
/// No lock is held while a neighbour is asked. Knows nothing of boxes but their identities.
@NullMarked
package org.satchel.cassandra.nodes;

import org.jspecify.annotations.NullMarked;
