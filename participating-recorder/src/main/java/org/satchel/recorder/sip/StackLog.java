// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder.sip;

import gov.nist.core.StackLogger;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The stack's log, led to SLF4J with content left out.
///
/// The stack writes whole messages into its texts, so only the first line of a text is kept, cut short, and only at
/// debug level. What it
/// calls an error is mostly a peer that sent garbage or went away.
public final class StackLog implements StackLogger {
    private static final Logger LOG = LoggerFactory.getLogger("org.satchel.recorder.stack");
    private static final int TEXT_CHARS_MAX = 60;

    @Override
    public boolean isLoggingEnabled() {
        return LOG.isDebugEnabled();
    }

    @Override
    public boolean isLoggingEnabled(int level) {
        return level <= TRACE_WARN && LOG.isDebugEnabled();
    }

    @Override
    public void logFatalError(String text) {
        LOG.error("SIP stack: {}", shortened(text));
    }

    @Override
    public void logError(String text) {
        LOG.debug("SIP stack error: {}", shortened(text));
    }

    @Override
    public void logError(String text, Exception cause) {
        LOG.debug("SIP stack error: {}, {}", shortened(text), cause.getClass().getName());
    }

    @Override
    public void logException(Throwable cause) {
        LOG.debug("SIP stack exception: {}", cause.getClass().getName());
    }

    @Override
    public void logWarning(String text) {
        LOG.debug("SIP stack warning: {}", shortened(text));
    }

    @Override
    public void logInfo(String text) {}

    @Override
    public void logDebug(String text) {}

    @Override
    public void logDebug(String text, Exception cause) {}

    @Override
    public void logTrace(String text) {}

    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int level) {}

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String time) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public String getLoggerName() {
        return LOG.getName();
    }

    private static String shortened(@Nullable String text) {
        if (text == null) {
            return "";
        }
        var line = text.lines().findFirst().orElse("");
        return line.length() <= TEXT_CHARS_MAX ? line : line.substring(0, TEXT_CHARS_MAX);
    }
}
