// The whole page.

import { useLayoutEffect, useState } from "hono/jsx/dom";
import { BlendForm } from "./blend_form.tsx";
import { BlendView } from "./blend_view.tsx";
import type { Controller } from "./controller.ts";
import { Credits } from "./credits.tsx";
import { EarlierBlends } from "./earlier_blends.tsx";
import { IdlePicture } from "./idle_picture.tsx";
import { Masthead } from "./masthead.tsx";
import type { PageState } from "./page_state.ts";
import type { SongPlayer } from "./song_player.ts";
import type { Store } from "./store.ts";

export type AppProps = {
  readonly store: Store<PageState>;
  readonly controller: Controller;
  readonly player: SongPlayer;
  readonly onReconnect: () => void;
};

export function App({ store, controller, player, onReconnect }: AppProps) {
  const [state, setState] = useState(store.get());
  useLayoutEffect(() => {
    setState(store.get());
    return store.subscribe(setState);
  }, []);
  return (
    <>
      <Masthead link={state.link} onReconnect={onReconnect} />
      <main>
        <BlendForm state={state} controller={controller} player={player} />
        {state.blend
          ? (
            <BlendView
              key={state.blend.jobId}
              state={state}
              blend={state.blend}
              controller={controller}
              player={player}
            />
          )
          : <IdlePicture />}
        <EarlierBlends state={state} controller={controller} />
      </main>
      <Credits state={state} />
    </>
  );
}
