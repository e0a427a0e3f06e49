/** Words of signing in, of the PIN and of the lock screen. */
import { count, long } from "./grammar";

export const access = {
  signIn: {
    title: "Sign in",
    under: "With the address and password of your organization.",
    email: "Email",
    password: "Password",
    code: "Code",
    submit: "Sign in",
    busy: "Signing in",
    others: "Who works on this tablet",
    bothNeeded: "Enter both the address and the password.",
    wrong: "The address or the password is not right. Check both and try again.",
    codeNeeded: "Enter the code that your authenticator app shows now.",
    codeWrong: "This code is not right, or was used already. Enter the next one.",
    revoked: "This tablet was revoked by your organization. Ask your administrator.",
    noNetwork: "The server does not answer. Signing in needs the network; what is stored here stays.",
    notOurs:
      "Something else answered in place of the server, perhaps a hotspot that wants you to sign in first.",
    tooMany: (seconds: number) => `Too many tries. Wait ${long(seconds)}, then try again.`,
    serverTrouble: "The server is in trouble. Nothing is lost. Try again in a minute.",
    again: (waiting: number) =>
      waiting === 0
        ? "The server asks you to sign in again. You can go on working; new work stays on this tablet until then."
        : `The server asks you to sign in again. ${count(waiting, "change waits", "changes wait")} safely on this tablet and will be sent after it.`,
    why: {
      "someone-else": () => "",
      "lease-expired": (name: string) =>
        `This tablet was too long without the server. Sign in${name ? ` as ${name}` : ""} once; your work is still here and opens with your PIN.`,
      shredded: (name: string) =>
        `The PIN was wrong too often, so its key is gone. Sign in${name ? ` as ${name}` : ""} and set a new PIN. Work that was not sent is kept sealed and goes to the server.`,
      forgotten: () => "Sign in to work on this tablet.",
      "no-storage": () =>
        "This browser stores nothing, for example in a private window. Kinesync needs an ordinary window.",
    } as Record<string, (name: string) => string>,
  },

  pin: {
    title: "Set a PIN",
    under: (name: string) =>
      `${name}, this PIN opens your work on this tablet, also without a network. Six digits or more.`,
    pin: "PIN",
    repeat: "Repeat PIN",
    submit: "Use this PIN",
    busy: "Making your keys",
    differs: "The two PINs differ. Type the same one twice.",
    refused: {
      "too-short": "A PIN has six digits or more.",
      "not-digits": "A PIN has digits only.",
      common: "This PIN is among the first that others would try. Choose another.",
    },
  },

  shut: {
    title: "This page cannot go on",
    kept: "Everything that was saved is still on this tablet.",
    again: "Load it anew",
  },

  lock: {
    title: "Locked",
    because: {
      idle: "Nobody touched the tablet for a while.",
      hidden: "The app was out of sight for a while.",
      elsewhere: "It was locked in another tab.",
    },
    running: "A clock is running",
    runningTime: "Running time",
    since: (time: string) => `since ${time} · nothing about the patient is shown here`,
    noPin: "Pause and Stop need no PIN.",
    someoneElse: "Someone else",
    erase: "Erase",
    unlock: "Unlock",
    busy: "Opening",
    wrongPin: (left: number, wait: number) =>
      `This PIN is not right. ${count(left, "try is", "tries are")} left${wait > 0 ? `, the next one in ${long(wait)}` : ""}.`,
    fault: {
      wait: (seconds: number) => `Too many wrong PINs. Wait ${long(seconds)}, then try again.`,
      shredded: () => "The PIN was wrong too often. Sign in to set a new one.",
      "lease-expired": () => "This tablet was too long without the server. Sign in once.",
      "not-enrolled": () => "No PIN is set for you on this tablet. Choose Someone else and sign in.",
      "no-key-worker": () => "The tablet could not work out the key. Close other apps and try again.",
    },
  },
};
