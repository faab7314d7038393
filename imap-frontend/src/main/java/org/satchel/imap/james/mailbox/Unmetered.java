// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.mailbox;

import java.time.Duration;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;
import org.reactivestreams.Publisher;

/// Measures nothing: James's processors ask for a metric factory.
@SuppressWarnings("deprecation")
public // James asks for them all the same
final class Unmetered implements MetricFactory {
    private static final TimeMetric NO_TIME = new TimeMetric() {
        @Override
        public String name() {
            return "unmetered";
        }

        @Override
        public ExecutionResult stopAndPublish() {
            return new ExecutionResult() {
                @Override
                public Duration elasped() {
                    return Duration.ZERO;
                }

                @Override
                public ExecutionResult logWhenExceedP99(Duration threshold) {
                    return this;
                }
            };
        }
    };

    @Override
    public Metric generate(String name) {
        throw new UnsupportedOperationException("generate");
    }

    @Override
    public TimeMetric timer(String name) {
        return NO_TIME;
    }

    @Override
    public <T> Publisher<T> decoratePublisherWithTimerMetric(String name, Publisher<T> publisher) {
        return publisher;
    }

    @Override
    public <T> Publisher<T> decoratePublisherWithTimerMetricLogP99(String name, Publisher<T> publisher) {
        return publisher;
    }
}
