// The blind ticket itself, for pages and the service worker: a code is exchanged for a signature on a number that
// tells nothing. RFC 9474 (RSABSSA-SHA384-PSS) and tokens of type 2 of RFC 9578; checked with the RFC's vectors.
// Needs keep.js and key.js.
"use strict";
globalThis.surveyBlind ??= (() => {
  const keep = globalThis.surveyKeep;
  const { random, text, bytes } = keep;
  const { post, said, keyFor } = globalThis.surveyKey;
  const subtle = globalThis.crypto?.subtle; // there on secure pages only

  const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
  const number = (bytes) => BigInt("0x" + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  const octets = (value, length) =>
    Uint8Array.from(value.toString(16).padStart(2 * length, "0").match(/../g), (pair) => parseInt(pair, 16));
  const sha = async (...parts) => new Uint8Array(await subtle.digest("SHA-384", joined(...parts)));

  const power = (base, exponent, modulus) => {
    let found = 1n;
    for (; exponent; exponent >>= 1n) {
      if (exponent & 1n) found = (found * base) % modulus;
      base = (base * base) % modulus;
    }
    return found;
  };
  const inverted = (value, modulus) => {
    let [a, b, x, y] = [modulus, value, 0n, 1n];
    while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
    return ((x % modulus) + modulus) % modulus;
  };
  const encoded = async (message, bits, salt) => {
    const length = (bits + 7) >> 3;
    const digest = await sha(new Uint8Array(8), await sha(message), salt);
    const block = joined(new Uint8Array(length - salt.length - 50), [1], salt);
    let mask = [];
    for (let i = 0; mask.length < block.length; i++) mask = joined(mask, await sha(digest, [0, 0, 0, i]));
    const masked = block.map((byte, i) => byte ^ mask[i]);
    masked[0] &= 255 >> (8 * length - bits);
    return joined(masked, digest, [188]);
  };
  const blind = async (key, message, salt = random(48), factor = 0n) => {
    const modulus = number(key);
    while (factor < 2n || factor >= modulus) factor = number(random(key.length));
    const plain = number(await encoded(message, modulus.toString(2).length - 1, salt));
    const blinded = octets((plain * power(factor, 65537n, modulus)) % modulus, key.length);
    return { blinded, inverse: inverted(factor, modulus) };
  };
  const finalize = async (key, message, signature, inverse, saltLength = 48) => {
    const found = octets((number(signature) * inverse) % number(key), key.length);
    const jwk = { kty: "RSA", n: text(key), e: "AQAB" };
    const name = "RSA-PSS";
    const verifier = await subtle.importKey("jwk", jwk, { name, hash: "SHA-384" }, false, ["verify"]);
    if (await subtle.verify({ name, saltLength }, verifier, found, message)) return found;
    throw Error("The signature is not the issuer's.");
  };
  globalThis.blindRsa = { blind, finalize, bytes, text };

  // What waits to be sent outlives a dead battery: it is on disk before the code is used up, encrypted by this device.
  const idOf = async (home, code) => {
    const digest = await subtle.digest("SHA-256", new TextEncoder().encode(`${home} ${code}`));
    return `${home} ${text(new Uint8Array(digest).slice(0, 12))}`;
  };
  const kept = async (home, code) => {
    const id = await idOf(home, code);
    const found = await keep.act("tickets", (tickets) => tickets.get(id), "readonly");
    return found && keep.openSealed(found);
  };
  const store = async (home, one, how) => keep.putSealed("tickets", { id: await idOf(home, one.code) }, one, how);
  const ofSurvey = async (home) => {
    const found = (await keep.all("tickets")).filter(({ id }) => id.startsWith(`${home} `));
    return Promise.all(found.map(keep.openSealed));
  };
  const drop = async (home, code) => keep.remove("tickets", await idOf(home, code));

  // Gives the ticket for a code, "refused" where there is none; the same one however often it is asked for.
  const tokenOf = async (home, code, known, draft = "") => {
    let one = await kept(home, code);
    if (!one) {
      const key = known ?? (await keyFor(home, code));
      if (!key) return "refused";
      const message = joined([0, 2], random(32), bytes(key.challenge), bytes(key.id));
      const { blinded, inverse } = await blind(bytes(key.n), message);
      const fresh = { code, key, message: text(message), blinded: text(blinded), inverse: String(inverse) };
      await store(home, fresh, "add").catch(() => {}); // another window was first
      one = await kept(home, code);
    }
    await store(home, { ...one, draft });
    if (one.token) return one.token;
    const answer = await post(home, "ticket", { code, blinded: one.blinded });
    const { signature } = await said(answer);
    if (!answer.ok) return drop(home, code).then(() => "refused");
    const message = bytes(one.message);
    const token = text(joined(message, await finalize(bytes(one.key.n), message, bytes(signature), BigInt(one.inverse))));
    await store(home, { ...one, draft, token });
    return token;
  };
  return Object.freeze({ kept, store, ofSurvey, drop, tokenOf });
})();
