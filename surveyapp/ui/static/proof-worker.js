// Tries one number after the other until its derived key begins as the challenge demands.
"use strict";
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hexOf = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const derived = async (asked, counter) => {
  const password = new Uint8Array([...bytesOf(asked.nonce), 0, 0, 0, 0]);
  new DataView(password.buffer).setUint32(password.length - 4, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(asked.salt), iterations: asked.cost };
  return hexOf(await crypto.subtle.deriveBits(way, key, 8 * asked.keyLength));
};

const solution = async (asked) => {
  for (let counter = 0; ; counter += 1) {
    const derivedKey = await derived(asked, counter);
    if (derivedKey.startsWith(asked.keyPrefix)) return { counter, derivedKey };
  }
};

addEventListener("message", async ({ data }) => {
  const challenge = JSON.parse(data);
  try {
    postMessage(btoa(JSON.stringify({ challenge, solution: await solution(challenge.parameters) })));
  } catch (error) {
    setTimeout(() => { throw error; }); // a rejected promise would not reach the page
  }
});
