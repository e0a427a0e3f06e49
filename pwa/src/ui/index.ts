/** Parts of screens. They know no domain and take every word from outside. */
export { Chip, Chips, type Option } from "./chip";
export { Dialog, showRefused } from "./dialog";
export { Area, Field, Wrong } from "./field";
export { Icon, type IconName } from "./icon";
export { Keypad } from "./keypad";
export { Labelled } from "./labelled";
export { Empty, Notice, Pale } from "./notice";
export { Ribbon, type Stretch } from "./ribbon";
export { Stepper } from "./stepper";
export { tapping } from "./tap";
export { Radio, Terms, Tick } from "./terms";
