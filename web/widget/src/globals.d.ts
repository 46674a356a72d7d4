/// <reference types="vite/client" />
declare const RELAIS_BUILD: string;
/** The panel is built once for each language. */
declare const PANEL_LANGUAGE: 'fr' | 'en';
