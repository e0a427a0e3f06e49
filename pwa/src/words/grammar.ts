/** The little grammar that counted and composed words need. */

/** "1 minute", "2 minutes". */
export const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

/** "30 seconds", "8 minutes": never shorter than it is. */
export const long = (seconds: number) =>
  seconds > 90
    ? count(Math.ceil(seconds / 60), "minute", "minutes")
    : count(Math.ceil(seconds), "second", "seconds");

export const changes = (number: number) => count(number, "change", "changes");

export const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** For a word that stands above a field and also inside a sentence. */
export const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
