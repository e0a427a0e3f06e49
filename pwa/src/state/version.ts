/** Which version of the app this is: its number, and the name of the build. */
declare const __VERSION__: string;

const build = /-([\w-]{8})\.js/.exec(import.meta.url)?.[1];

export const VERSION = [__VERSION__, build].filter(Boolean).join(" ");
