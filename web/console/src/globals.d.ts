/// <reference types="vite/client" />
declare const RELAIS_BUILD: string;
