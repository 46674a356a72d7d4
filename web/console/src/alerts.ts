/** Three ways to be noticed: a sound (after one click, browsers want that), a desktop notice, the title of the tab. */
import { signal } from '@preact/signals';
import { keep, kept } from './kept.ts';

export const soundWanted = signal(kept('sound') !== 'off');
/** The browser lets us play. */
export const soundReady = signal(false);
export const noticesAllowed = signal<NotificationPermission | 'unknown'>(
  typeof Notification === 'undefined' ? 'unknown' : Notification.permission,
);

let audio: AudioContext | null = null;
let ring: ReturnType<typeof setInterval> | undefined;
const RING_EVERY_MS = 2500;

export function wantSound(on: boolean): void {
  soundWanted.value = on;
  keep('sound', on ? 'on' : 'off');
}

/** Must be called from a click or a key. */
export async function wakeSound(): Promise<void> {
  try {
    audio ??= new AudioContext();
    await audio.resume();
    soundReady.value = audio.state === 'running';
  } catch {
    soundReady.value = false;
  }
}

function tone(at: number, pitch: number, length: number, loud: number): void {
  if (!audio) return;
  const voice = audio.createOscillator();
  const gain = audio.createGain();
  const begin = audio.currentTime + at;
  voice.type = 'sine';
  voice.frequency.value = pitch;
  gain.gain.setValueAtTime(0, begin);
  gain.gain.linearRampToValueAtTime(loud, begin + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, begin + length);
  voice.connect(gain).connect(audio.destination);
  voice.start(begin);
  voice.stop(begin + length);
}

export function play(what: 'offer' | 'message'): void {
  if (!soundReady.value) return;
  if (what === 'message') {
    tone(0, 880, 0.18, 0.12);
    return;
  }
  tone(0, 659, 0.35, 0.25);
  tone(0.16, 880, 0.5, 0.25);
}

/** Rings until nothing is offered any more. */
export function ringWhile(on: boolean): void {
  if (!on) {
    clearInterval(ring);
    ring = undefined;
  } else if (ring === undefined && soundWanted.value) {
    ring = setInterval(() => play('offer'), RING_EVERY_MS);
  }
}

export async function askNotices(): Promise<void> {
  if (typeof Notification === 'undefined') return;
  noticesAllowed.value = await Notification.requestPermission();
}

export function alertFor(what: 'offer' | 'message', words: string): void {
  if (soundWanted.value) play(what);
  if (!document.hidden || noticesAllowed.value !== 'granted') return;
  try {
    const notice = new Notification('Relais', { body: words.slice(0, 160), tag: what });
    notice.onclick = () => {
      window.focus();
      notice.close();
    };
  } catch {
    // Some mobile browsers have the name but not the constructor: the title still tells.
  }
}

export function titleBadge(unread: number, offered: boolean): void {
  ringWhile(offered);
  document.title = `${offered ? '● ' : ''}${unread > 0 ? `(${unread}) ` : ''}Relais`;
}
