// @vitest-environment happy-dom
import { render, screen, waitFor } from "@testing-library/preact";
import { expect, test, vi } from "vitest";
import { vaultOfEachTest } from "../../state/screen-for-tests";
import { attention as words } from "../../words/attention";
import { AskSupervisor } from "./AskSupervisor";
import { FixForm } from "./FixForm";

const vault = vaultOfEachTest();

/** Let the next thing that is stored meet a full disk. */
function fillDisk(): () => void {
  const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementationOnce(() => {
    put.mockRestore();
    throw new DOMException("full", "QuotaExceededError");
  });
  return () => put.mockRestore();
}

const noop = () => {};

async function typeInto(label: string, text: string): Promise<void> {
  const field = (await screen.findByLabelText(label)) as HTMLTextAreaElement;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

test("words typed to fix what was refused are there again after the form was closed unsent", async () => {
  const form = () => (
    <FixForm mutationId="m1" data={{ text: "Refused" }} pointer="" onSend={noop} onCancel={noop} />
  );
  const first = render(form());
  await typeInto("Text", "Written anew");
  await waitFor(() => expect(vault().draft("fix:m1")).toEqual({ text: "Written anew" }));
  first.unmount();
  render(form());
  expect(await screen.findByDisplayValue("Written anew")).toBeTruthy();
});

test("words that found the disk full are stored when the form is left", async () => {
  const form = render(
    <FixForm mutationId="m1" data={{ text: "Refused" }} pointer="" onSend={noop} onCancel={noop} />,
  );
  const stop = fillDisk();
  await typeInto("Text", "Written anew");
  await waitFor(() => expect(vault().lastNotStored()).toBe(true));
  stop();
  form.unmount();
  await waitFor(() => expect(vault().lastNotStored()).toBe(false));
  expect(vault().draft("fix:m1")).toEqual({ text: "Written anew" });
});

test("a question that was not sent is there again, and let go of once it was", async () => {
  const first = render(<AskSupervisor mutationId="m1" onClose={noop} />);
  await typeInto(words.ask.question, "What is missing?");
  await waitFor(() => expect(vault().draft("ask:m1")).toEqual({ question: "What is missing?" }));
  first.unmount();

  vi.stubGlobal("fetch", async () => new Response(null, { status: 204 }));
  render(<AskSupervisor mutationId="m1" onClose={noop} />);
  expect(await screen.findByDisplayValue("What is missing?")).toBeTruthy();
  screen.getByText(words.ask.send).click();
  await screen.findByText(words.ask.sent);
  await waitFor(() => expect(vault().draft("ask:m1")).toBeUndefined());
  vi.unstubAllGlobals();
});
