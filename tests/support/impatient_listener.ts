// The node listener with patience for no more than a moment.

import { openNodeListener } from "../../src/listener/node_listener.ts";

export const openImpatient: typeof openNodeListener = (application, options) =>
  openNodeListener(application, options, {
    headersMs: 300,
    requestMs: 400,
    checkEveryMs: 20,
    keepAliveMs: 100,
    decisionMs: 100,
    drainMs: 100,
  });
