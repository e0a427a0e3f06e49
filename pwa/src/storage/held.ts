/**
 * The work database behind the lock screen: opened with it, and open still when the PIN comes.
 *
 * Opening takes as long as reading. A newer version of the app, or keys that are
 * destroyed in another tab, close it; then it is opened again when it is asked for.
 */
import { openWork, type WorkDatabase } from "./database";

interface Holding {
  person: string;
  opening: Promise<WorkDatabase>;
}

export class HeldWork {
  private holding: Holding | null = null;

  /** The open database of somebody; it stays open until it is taken or another is held. */
  hold(person: string): Promise<WorkDatabase> {
    if (this.holding?.person === person) return this.holding.opening;
    this.letGo();
    const opening = openWork(person, () => this.forget(opening));
    this.holding = { person, opening };
    opening.catch(() => this.forget(opening)); // told to whoever asked; the next one tries anew
    return opening;
  }

  /** The open database, for somebody who closes it. */
  take(person: string): Promise<WorkDatabase> {
    const opening = this.hold(person);
    this.holding = null;
    return opening;
  }

  private letGo(): void {
    this.holding?.opening.then((work) => work.close()).catch(() => {}); // it never opened
    this.holding = null;
  }

  private forget(opening: Promise<WorkDatabase>): void {
    if (this.holding?.opening === opening) this.holding = null;
  }
}
