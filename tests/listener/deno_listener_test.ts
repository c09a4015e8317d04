import { openDenoListener } from "../../src/listener/deno_listener.ts";
import { testListener } from "../support/listener_suite.ts";

testListener(openDenoListener);
