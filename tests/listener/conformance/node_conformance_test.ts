import { testConformance } from "./conformance_suite.ts";

testConformance("node");
