/**
 * The rows a tablet holds, in the words and field names of the wire.
 *
 * A row is what the server last said about one thing (or what this tablet has
 * done to it and not yet sent). Instants are RFC 3339 in UTC with milliseconds,
 * dates are ISO days of the clinic, lengths are whole minutes or seconds.
 */
export * from "./billing";
export * from "./library";
export * from "./mutation";
export * from "./people";
export * from "./plan";
export * from "./record";
export * from "./row";
export * from "./signing";
export * from "./tables";
export * from "./visit";
