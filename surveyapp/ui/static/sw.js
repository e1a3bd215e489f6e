// Families' pages without network: gives the page that was kept for it, and sends finished answers later.
// The network always comes first; only where it fails, or the server cannot answer, does this worker step in.
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

  const isPage = (path, home) => ["", "nachreichen", "ohne-netz", "begleitet"].includes(path.slice(home.length));
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
    if (request.method === "GET") {
      const kept = await caches.match(request, { ignoreVary: true });
      if (kept) return kept;
    }
    // What was sent must have been written down, or the browser's page is better: it keeps the fields.
    const written = request.method === "GET" || (await surveyKeep.all("journals")).some((each) => each.home === home);
    return (written && (await shellOf(home).catch(() => null))) || answer;
  };
  const part = async (request) => (await caches.match(request)) ?? fetch(request);

  addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    const home = surveyKeep.homeOf(pathname);
    if (origin !== location.origin) return;
    if (request.mode === "navigate") {
      if (home && isPage(pathname, home)) event.respondWith(page(request, home));
    } else if (request.method === "GET" && request.cache !== "no-store" && (!home || pathname === `${home}paket`)) {
      event.respondWith(part(request));
    }
  });
})();
