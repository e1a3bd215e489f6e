// Families' pages without network: gives the page that was kept for it, and sends finished answers later.
// The network always comes first; only where it fails, or the server cannot answer, does this worker step in.
// Forms are led to that page by journal.js, which asks for the network before it lets one go.
"use strict";
(() => {
  const PATIENCE = 30_000;
  const AWAY = new Set([502, 503, 504]);
  const cacheOf = (home) => caches.open(`survey ${home}`);

  addEventListener("install", () => skipWaiting());
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("sync", (event) => {
    if (event.tag === surveyQueue.TAG) event.waitUntil(surveyQueue.send());
  });

  const isPage = (path, home) => ["", "ohne-netz", "begleitet"].includes(path.slice(home.length));
  const shellOf = async (home) => {
    if (!(await caches.has(`survey ${home}`))) return null;
    const cache = await cacheOf(home);
    const shells = (await cache.keys()).filter((each) => new URL(each.url).pathname === `${home}ohne-netz`);
    return shells.length ? cache.match(shells.at(-1)) : null;
  };
  const waiting = (time) => new Promise((_, fail) => setTimeout(() => fail(Error("The network is silent.")), time));
  const page = async (request, home) => {
    let answer = Response.error();
    try {
      answer = await Promise.race([fetch(request), waiting(PATIENCE)]);
      if (!AWAY.has(answer.status)) return answer;
    } catch {
      // Without network the answer stays the browser's own page, unless there is a better one.
    }
    const kept = await caches.match(request, { ignoreVary: true }).catch(() => null);
    return kept || (await shellOf(home).catch(() => null)) || answer;
  };
  const part = async (request) => (await caches.match(request)) ?? fetch(request);

  addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    const home = surveyKeep.homeOf(pathname);
    if (origin !== location.origin) return;
    if (request.mode === "navigate") {
      // Forms go their own way, or the browser's back button could not show the page after them again.
      if (home && isPage(pathname, home) && request.method === "GET") event.respondWith(page(request, home));
    } else if (request.method === "GET" && request.cache !== "no-store" && (!home || pathname === `${home}paket`)) {
      event.respondWith(part(request));
    }
  });
})();
