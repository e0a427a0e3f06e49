/** The words in use. One language so far; another is an object of the type `Words`. */
import { en, type Words } from "./en";

export type { Words } from "./en";

export const words: Words = en;
