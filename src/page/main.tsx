// The page's beginning: joins the browser, the connection, the state and the components.

import { render } from "hono/jsx/dom";
import { App } from "./app.tsx";
import { createBrowserPorts, newId } from "./browser_ports.ts";
import { Connection, type ConnectionStatus } from "./connection.ts";
import { Controller } from "./controller.ts";
import { focusBlend } from "./focus.ts";
import { INITIAL_STATE, type Link, type PageState } from "./page_state.ts";
import { createRestApi } from "./rest_api.ts";
import { createRestChannel } from "./rest_channel.ts";
import { createStore } from "./store.ts";
import { SwitchingChannel } from "./switching_channel.ts";
import { standing, titlesOf } from "./wording.ts";

/** After this many failures in a row the page looks whether plain HTTP gets through. */
const FAILURES_BEFORE_HTTP = 3;

const stop = new AbortController();
const store = createStore(INITIAL_STATE);
const api = createRestApi();
const restChannel = createRestChannel(api);
const connection = new Connection(createBrowserPorts(socketUrl()), {
  onStatus: (status, failures) => void follow(status, failures),
  onHello: ({ quota }) => store.update((state) => ({ ...state, quota })),
});
const channel = new SwitchingChannel(connection);
const controller = new Controller({
  channel,
  api,
  store,
  newId,
  random: Math.random,
  showInAddress: (jobId) => location.hash = `job=${jobId}`,
}, stop.signal);

function socketUrl(): string {
  const url = new URL("/api/ws?batch=1", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** Keeps the page on the WebSocket, or on plain HTTP while no WebSocket gets through. */
async function follow(status: ConnectionStatus, failures: number): Promise<void> {
  if (status === "open") {
    channel.use(connection);
    return showLink("live");
  }
  if (store.get().link === "http") return;
  if (status !== "closed") showLink(status === "connecting" && failures > 0 ? "waiting" : status);
  if (status !== "waiting" || failures < FAILURES_BEFORE_HTTP) return;
  if (!await api.isAlive(stop.signal) || store.get().link === "live") return;
  channel.use(restChannel);
  showLink("http");
}

function showLink(link: Link): void {
  store.update((state) => ({ ...state, link }));
}

function openFromAddress(): void {
  const jobId = new URLSearchParams(location.hash.slice(1)).get("job");
  if (jobId) controller.open(jobId);
  else controller.leave();
}

function showInTitle({ blend }: PageState): void {
  const job = blend?.job;
  if (!job) document.title = "Orpheus";
  else if (job.status === "running") document.title = `${job.progress} % · Orpheus`;
  else if (job.status === "completed") document.title = `♪ ${titlesOf(job)} · Orpheus`;
  else document.title = `${standing(job)} · Orpheus`;
}

render(
  <App store={store} controller={controller} onReconnect={() => connection.connect()} />,
  document.getElementById("page")!,
);
store.subscribe(showInTitle);
addEventListener("hashchange", () => {
  openFromAddress();
  focusBlend();
});
addEventListener("online", () => connection.wake());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") connection.wake();
});
connection.connect();
openFromAddress();
void controller.loadJobs();
void controller.loadExamples();
