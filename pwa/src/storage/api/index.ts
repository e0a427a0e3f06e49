/**
 * What the rest of the app sees of storage: people, the lock, and the vault.
 *
 * Nothing outside this folder touches IndexedDB or a key. All times are
 * milliseconds since 1970 unless they are RFC 3339 texts.
 */
export * from "./exchange";
export * from "./people";
export * from "./vault";
export * from "./work";
