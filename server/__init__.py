"""Kinesync's server: a map of its packages. Importing this imports nothing.

Plain Python, no framework: `billing` (units, modifiers and why), `documentation` (what a note must hold).
Domains, each with models, schemas, operations, views and mutations: `organizations`, `accounts`, `devices`,
`patients`, `episodes`, `schedule`, `visits` (timing, recording, signing), `claims` (service days and their
revisions), `reviews`, `reception`, `interchange`, `sync` (what tablets send and fetch), `notifications`.
Beneath them: `db`, `feed` (the numbered changes), `audit`, `access`, `problems`, `wire_json`, `config`,
`logs`. On top: `app` (knows all parts), `cli` (the command `kinesync`), `serve`, `jobs`, `demo`.
"""
