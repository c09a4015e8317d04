// The audio of a blend and where it stands.

import { useEffect, useRef, useState } from "hono/jsx/dom";

export type AudioState = {
  readonly audio: HTMLAudioElement | null;
  readonly isPlaying: boolean;
  readonly playSeconds: number;
  readonly lengthSeconds: number;
  readonly volume: number;
  readonly hasFailed: boolean;
};

const SILENT: AudioState = {
  audio: null,
  isPlaying: false,
  playSeconds: 0,
  lengthSeconds: 0,
  volume: 1,
  hasFailed: false,
};

const EVENTS = [
  "play",
  "pause",
  "ended",
  "timeupdate",
  "seeking",
  "loadedmetadata",
  "volumechange",
  "error",
];

/** An audio element for the address given; none without one. */
export function useAudio(url: string | undefined): AudioState {
  const [state, setState] = useState(SILENT);
  const volume = useRef(1);

  useEffect(() => {
    if (!url) return setState(SILENT);
    const audio = new Audio();
    const read = () => {
      volume.current = audio.volume;
      setState(stateOf(audio));
    };
    for (const event of EVENTS) audio.addEventListener(event, read);
    audio.preload = "metadata";
    audio.volume = volume.current;
    audio.src = url;
    read();
    return () => {
      for (const event of EVENTS) audio.removeEventListener(event, read);
      audio.pause();
      audio.removeAttribute("src");
      audio.load();
    };
  }, [url]);

  return state;
}

function stateOf(audio: HTMLAudioElement): AudioState {
  return {
    audio,
    isPlaying: !audio.paused && !audio.ended,
    playSeconds: audio.currentTime,
    lengthSeconds: Number.isFinite(audio.duration) ? audio.duration : 0,
    volume: audio.volume,
    hasFailed: audio.error !== null,
  };
}
