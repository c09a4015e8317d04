// The page's beginning: joins the client, the browser, the state and the components.

import { render } from "hono/jsx/dom";
import { connect } from "../client/connect.ts";
import type { ClientStatus } from "../client/link.ts";
import { newId } from "../client/platform.ts";
import { App } from "./app.tsx";
import { Controller } from "./controller.ts";
import { focusBlend } from "./focus.ts";
import { INITIAL_STATE, type PageState } from "./page_state.ts";
import { SongPlayer } from "./song_player.ts";
import { createStore } from "./store.ts";
import { standing, titlesOf } from "./wording.ts";

const store = createStore(INITIAL_STATE);
const client = connect(location.href, {
  onStatus: showLink,
  onHello: ({ quota }) => store.update((state) => ({ ...state, quota })),
});
const controller = new Controller({
  client,
  store,
  newId,
  random: Math.random,
  showInAddress: (jobId) => location.hash = `job=${jobId}`,
});

const player = new SongPlayer(store, () => new Audio());

function showLink(link: ClientStatus): void {
  store.update((state) => ({ ...state, link }));
}

function reconnect(): void {
  client.reconnect();
  controller.watchAgain();
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
  <App store={store} controller={controller} player={player} onReconnect={reconnect} />,
  document.getElementById("page")!,
);
store.subscribe(showInTitle);
addEventListener("hashchange", () => {
  openFromAddress();
  focusBlend();
});
openFromAddress();
void controller.loadJobs();
void controller.loadExamples();
