// Plays the blend: play, seek, volume.

import { Slider } from "./slider.tsx";
import { clockTime, spokenTime } from "./wording.ts";

export type PlayerProps = {
  readonly audio: HTMLAudioElement;
  readonly isPlaying: boolean;
  readonly playSeconds: number;
  readonly lengthSeconds: number;
  readonly volume: number;
  readonly onSeek: (seconds: number) => void;
};

export function Player(props: PlayerProps) {
  const { audio, isPlaying, playSeconds, lengthSeconds, volume, onSeek } = props;
  return (
    <div class="player" role="group" aria-label="Player">
      <button
        type="button"
        class="play"
        aria-label={isPlaying ? "Pause" : "Play"}
        onClick={() => isPlaying ? audio.pause() : void audio.play()}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d={isPlaying ? "M7 5h4v14H7zM13 5h4v14h-4z" : "M8 4.8v14.4L19.5 12z"} />
        </svg>
      </button>
      <Slider
        class="seek"
        aria-label="Position"
        aria-valuetext={`${spokenTime(playSeconds)} of ${spokenTime(lengthSeconds)}`}
        min={0}
        max={Math.max(1, lengthSeconds)}
        step={0.1}
        value={playSeconds}
        onChange={onSeek}
      />
      <span class="times">{clockTime(playSeconds)} / {clockTime(lengthSeconds)}</span>
      <label class="volume">
        <span class="visually-hidden">Volume</span>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15 8.5a5 5 0 0 1 0 7M17.5 6a8.5 8.5 0 0 1 0 12" />
        </svg>
        <Slider
          min={0}
          max={1}
          step={0.05}
          value={volume}
          onChange={(volume) => audio.volume = volume}
        />
      </label>
    </div>
  );
}
