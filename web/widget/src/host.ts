/** What the loader hands to the panel, and the panel back to the loader. Types only: the two are separate files on the wire. */

export type Language = 'fr' | 'en';

export interface Settings {
  site?: string;
  language?: string;
  theme?: string;
  /** The host page hides the button for a while. */
  hidden?: boolean;
  /** The visitor's name, if the host page knows it. */
  name?: string;
  /** false: nobody reads left messages on this site. */
  leaveMessage?: boolean;
}

export interface Host {
  readonly settings: Settings;
  readonly language: Language;
  /** http(s) address of the server, with a slash at the end. */
  readonly origin: string;
  /** In the page; its shadow holds one labelled section, and this the button. */
  readonly element: HTMLElement;
  /** Shows or hides the button. */
  show(visible: boolean): void;
}

export interface Panel {
  open(): void;
  close(): void;
  reset(): void;
}

export type StartPanel = (host: Host) => Panel;
