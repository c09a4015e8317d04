import { openDenoListener } from "../../src/listener/deno_listener.ts";
import { testChannel } from "../support/channel_suite.ts";

testChannel(openDenoListener);
