// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives each test that asks for one a fresh [Stage] on its engine, and closes it afterwards.
public final class StageResolver implements ParameterResolver {
    private static final ExtensionContext.Namespace STAGES = ExtensionContext.Namespace.create(StageResolver.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stage.class;
    }

    @Override
    public Stage resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var engine = (Engine) context.getRequiredTestInstance();
        return context.getStore(STAGES).getOrComputeIfAbsent(Stage.class, type -> new Stage(engine), Stage.class);
    }
}
