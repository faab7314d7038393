// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

/// Where a run tells how far it is.
public interface Progress {
    /// Nobody looks.
    Progress SILENT = new Progress() {
        @Override
        public void step(String what) {}

        @Override
        public void say(String line) {}
    };

    /// One more of the announced steps begins.
    void step(String what);

    /// Something worth a line.
    void say(String line);
}
