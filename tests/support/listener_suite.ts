// What every listener must do, whatever it is made of.

import { testRequests } from "./listener_request_suite.ts";
import { testSockets } from "./listener_socket_suite.ts";
import { testUpgrades } from "./listener_upgrade_suite.ts";
import type { OpenListener } from "./listener_world.ts";

/** Declares the tests for one listener. */
export function testListener(open: OpenListener): void {
  testRequests(open);
  testUpgrades(open);
  testSockets(open);
}
