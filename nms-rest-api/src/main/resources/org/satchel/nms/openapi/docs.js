// SPDX-License-Identifier: Apache-2.0
SwaggerUIBundle({ url: "../openapi.json", dom_id: "#operations", deepLinking: true, validatorUrl: null });
