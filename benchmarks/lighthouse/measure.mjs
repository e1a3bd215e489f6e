// Opens pages as a phone with a slow network does, and prints one line of JSON for each.
// Reads from standard input {origin, chromium, pages: [{name, address, steps, keeps, is_refusal}]}, where
// a step is [verb, selector, value] (benchmarks/page_kinds.py says what they mean):
// without steps the address is opened and measured; with steps it is opened first, and what the last
// step leads to is measured. Each page gets a browser context of its own, so nothing was loaded before.
import {navigation} from 'lighthouse';
import puppeteer from 'puppeteer-core';

const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const KINDS = {Document: 'html', Stylesheet: 'css', Script: 'js', Image: 'images'};
const SETTINGS = {onlyCategories: CATEGORIES, disableStorageReset: true};
const REFUSAL = {...SETTINGS, ignoreStatusCode: true, skipAudits: ['errors-in-console']};
const VERBS = {
  fill: (page, selector, value) => page.type(selector, value),
  check: (page, selector) => page.$eval(selector, (field) => field.click()),
  select: (page, selector, value) => page.select(selector, value),
  press: (page, selector) => page.$eval(selector, (button) => button.click()),
};

async function said() {
  let text = '';
  for await (const part of process.stdin) {
    text += part;
  }
  return JSON.parse(text);
}

async function step(page, [verb, selector, value]) {
  if (verb === 'press') {
    await Promise.all([page.waitForNavigation(), VERBS.press(page, selector)]);
  } else {
    await VERBS[verb](page, selector, value);
  }
}

async function requestor(page, {address, steps}) {
  if (!steps.length) {
    return address;
  }
  await page.goto(address);
  for (const each of steps.slice(0, -1)) {
    await step(page, each);
  }
  const [, selector] = steps.at(-1);
  const session = await page.createCDPSession();
  await session.send('Network.clearBrowserCache');
  await session.detach();
  return () => VERBS.press(page, selector);
}

function weights(lhr) {
  const bytes = {html: 0, css: 0, js: 0, images: 0, other: 0};
  const items = lhr.audits['network-requests'].details.items;
  const sent = items.filter((each) => !each.url.startsWith('data:'));
  for (const each of sent) {
    bytes[KINDS[each.resourceType] ?? 'other'] += each.transferSize;
  }
  return {bytes, requests: sent.length};
}

function lost(lhr) {
  return CATEGORIES.flatMap((name) =>
    lhr.categories[name].auditRefs
      .filter((ref) => ref.weight > 0)
      .map((ref) => lhr.audits[ref.id])
      .filter((audit) => audit.score !== null && audit.score < (name === 'performance' ? 0.9 : 1))
      .map((audit) => `${name}: ${audit.title} ${audit.displayValue ?? ''}`.trim()));
}

async function measured(browser, origin, wanted) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    if (!wanted.keeps) {
      await page.evaluateOnNewDocument(() => delete Navigator.prototype.serviceWorker);
    }
    const start = await requestor(page, {...wanted, address: origin + wanted.address});
    const settings = wanted.is_refusal ? REFUSAL : SETTINGS;
    const config = {extends: 'lighthouse:default', settings};
    const {lhr} = await navigation(page, start, {config});
    if (lhr.runtimeError) {
      throw new Error(`${wanted.name}: ${lhr.runtimeError.message}`);
    }
    const scores = CATEGORIES.map((name) => Math.round(100 * (lhr.categories[name].score ?? 0)));
    const heading = await page.$eval('h1', (h1) => h1.innerText);
    return {name: wanted.name, heading, scores, ...weights(lhr), lost: lost(lhr)};
  } finally {
    await context.close();
  }
}

const {origin, chromium, pages} = await said();
const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ['--no-sandbox', '--lang=de-DE', '--accept-lang=de-DE'],
});
try {
  for (const wanted of pages) {
    console.log(JSON.stringify(await measured(browser, origin, wanted)));
  }
} finally {
  await browser.close();
}
