/**
 * The walk that Lighthouse looks at: sign-in as it opens, the lock screen as it opens, unlocking, Today.
 *
 *   node walk.mjs CHROMIUM URL PASSWORD PIN
 *
 * Prints one JSON array: each screen with its scores and the audits that found something.
 */
import { startFlow } from "lighthouse";
import puppeteer from "puppeteer-core";

const [program, url, password, pin] = process.argv.slice(2);
const WANTED = ["performance", "accessibility", "best-practices"];
const WHILE_DOING = ["performance", "best-practices"];
const AS_IT_STANDS = ["accessibility", "best-practices"];
const WHOLE = 1;

const browser = await puppeteer.launch({
  executablePath: program,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
try {
  const page = await browser.newPage();
  const flow = await startFlow(page, { flags: { onlyCategories: WANTED, disableStorageReset: true } });
  await flow.navigate(url, { name: "sign-in" });
  await enrol(page);
  await flow.navigate(url, { name: "lock screen" });
  await flow.startTimespan({ name: "unlocking to Today", onlyCategories: WHILE_DOING });
  await unlock(page);
  await flow.endTimespan();
  await flow.snapshot({ name: "Today", onlyCategories: AS_IT_STANDS });
  const { steps } = await flow.createFlowResult();
  process.stdout.write(JSON.stringify(steps.map(told)));
} finally {
  await browser.close();
}

async function enrol(page) {
  await type(page, "input[type=email]", "pt@demo.example");
  await type(page, "input[type=password]", password);
  await press(page);
  await page.waitForSelector("form .digits-only");
  for (const field of await page.$$("form .digits-only")) await field.type(pin);
  await press(page);
  await page.waitForSelector(".day .name");
  await page.waitForFunction(() => document.querySelector(".sync.saved"));
  await page.waitForFunction(() => navigator.serviceWorker.controller);
}

async function unlock(page) {
  await type(page, ".locked form input", pin);
  await press(page);
  await page.waitForSelector(".day .name");
}

async function type(page, selector, text) {
  const field = await page.waitForSelector(selector);
  await field.type(text);
}

async function press(page) {
  const button = await page.waitForSelector("form [type=submit]");
  await button.click();
}

/** A screen in words: whole scores leave nothing to tell. */
function told({ name, lhr }) {
  const categories = Object.values(lhr.categories).filter(({ score }) => score !== null);
  const weighed = new Set(
    categories.flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id)),
  );
  const found = Object.values(lhr.audits).filter(
    ({ id, score }) => weighed.has(id) && score !== null && score < WHOLE,
  );
  return {
    name,
    scores: Object.fromEntries(categories.map(({ id, score }) => [id, score])),
    found: found.map(({ id, displayValue = "" }) => ({ id, told: displayValue })),
  };
}
