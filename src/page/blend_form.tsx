// The form: three songs, the options, and off it goes.

import type { Controller } from "./controller.ts";
import { focusRefusal } from "./focus.ts";
import { firstComplaint, PLACES } from "./form_state.ts";
import { OptionsPanel } from "./options_panel.tsx";
import type { PageState } from "./page_state.ts";
import { SongField } from "./song_field.tsx";
import type { SongPlayer } from "./song_player.ts";
import { count } from "./wording.ts";

/** From this many submits left on, the page says so. */
const FEW_LEFT = 3;

export type BlendFormProps = {
  readonly state: PageState;
  readonly controller: Controller;
  readonly player: SongPlayer;
};

export function BlendForm({ state, controller, player }: BlendFormProps) {
  const { form, refusal, examples, songs, preview } = state;
  const complaint = firstComplaint(form);

  async function onSubmit(event: Event) {
    event.preventDefault();
    if (!await controller.blend()) focusRefusal();
  }

  return (
    <form
      class="blend-form"
      aria-label="Blend three songs"
      noValidate
      onSubmit={(event) => void onSubmit(event)}
    >
      <div class="songs">
        {PLACES.map((place) => (
          <SongField
            key={place}
            place={place}
            entry={form.songs[place]}
            song={songs.get(form.songs[place].songId ?? "")}
            preview={preview}
            player={player}
            example={examples[(place * 7 + 3) % Math.max(1, examples.length)]}
            onType={(text) => controller.typeSong(place, text)}
            onChoose={(song) => controller.chooseSong(place, song)}
            search={(text, signal) => controller.search(text, signal)}
          />
        ))}
      </div>
      <OptionsPanel form={form} onChange={(changes) => controller.setOptions(changes)} />
      <FormEnd state={state} controller={controller} />
      {refusal && complaint === undefined && (
        <div class="notice" role="alert" tabindex={-1}>
          <strong>{refusal.title}</strong>
          <p>{refusal.detail}</p>
        </div>
      )}
    </form>
  );
}

function FormEnd({ state, controller }: Omit<BlendFormProps, "player">) {
  const { isSending, examples } = state;
  return (
    <div class="form-end">
      <button type="submit" class="primary" aria-disabled={isSending ? "true" : "false"}>
        {isSending ? "Sending" : "Blend"}
      </button>
      <button
        type="button"
        disabled={examples.length < PLACES.length}
        onClick={() => controller.surprise()}
      >
        Surprise me
      </button>
      <p class="form-note" role="status">{formNote(state)}</p>
    </div>
  );
}

function formNote({ isSending, link, quota, form }: PageState): string {
  if (isSending && link === "waiting") {
    return "Reconnecting; your blend goes out as soon as we are back";
  }
  if (isSending) return "";
  if (firstComplaint(form) !== undefined) return "A name needs another look";
  if (!quota || quota.remaining > FEW_LEFT) return "";
  return `${count(quota.remaining, "more blend")} in the next ${
    count(Math.ceil(quota.resetSeconds / 60), "minute")
  }`;
}
