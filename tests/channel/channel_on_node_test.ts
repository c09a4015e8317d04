import { openNodeListener } from "../../src/listener/node_listener.ts";
import { testChannel } from "../support/channel_suite.ts";

testChannel(openNodeListener);
