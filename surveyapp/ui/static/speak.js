// Reads questions aloud: question, hint, answers in order, row by row. Only with voices that live on the
// device, for others send every word to their maker; where none speaks the page's language, nothing shows.
"use strict";
(() => {
  const PARTS = ".lead h1, .lead p, .ask, .must, .hint, .error, .ends span, .row > legend, .choice > span, .entry label, .rank label, .note-text p";
  const SKIPPED = "input, select, textarea, button, ul, .quiet";

  const spoken = (tag) => tag.replace("_", "-").split("-")[0].toLowerCase(); // plain German is German
  const fitting = (voices, language) =>
    voices
      .filter((voice) => voice.localService && spoken(voice.lang) === spoken(language))
      .sort((one, other) => other.default - one.default);

  const words = (node) =>
    node.nodeType === Node.TEXT_NODE ? node.data : node.nodeType !== Node.ELEMENT_NODE || node.matches(SKIPPED) ? "" : [...node.childNodes].map(words).join("");
  const parts = (box) =>
    [...box.querySelectorAll(PARTS)]
      .filter((part) => !part.closest("[hidden], .quiet") && !part.parentElement.closest(PARTS))
      .map((part) => words(part).replace(/\s+/g, " ").trim())
      .filter(Boolean);
  globalThis.surveySpeak = Object.freeze({ fitting, parts });

  const speech = globalThis.speechSynthesis;
  const button = document.getElementById("speak")?.content.firstElementChild;
  if (!speech || !button) return;
  const choice = document.querySelector("[data-wish=voice]");
  let voices = [];
  let pressed = null;
  let queue = []; // kept, or browsers forget what they have not said yet

  const mark = (isReading) => [...pressed.querySelectorAll("span")].forEach((words, place) => (words.hidden = isReading === (place === 0)));
  const stop = () => {
    speech.cancel();
    if (pressed) mark(false);
    pressed = null;
  };
  const read = (at, box) => {
    stop();
    pressed = at;
    mark(true);
    const voice = voices.find((each) => each.voiceURI === choice.value) ?? voices[0];
    queue = parts(box).map((text) => Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang }));
    queue.at(-1).onend = () => pressed === at && stop();
    for (const each of queue) speech.speak(each);
  };
  const offer = (box) => {
    const own = button.cloneNode(true);
    own.addEventListener("click", () => (pressed === own ? stop() : read(own, box)));
    const heading = box.querySelector("legend, .legend");
    if (heading) heading.after(own);
    else box.append(own);
  };
  const start = () => {
    const isFirst = !voices.length;
    voices = fitting(speech.getVoices(), document.documentElement.lang);
    if (!voices.length) return;
    choice.replaceChildren(...voices.map((voice) => new Option(voice.name, voice.voiceURI)));
    choice.value = voices.find((voice) => voice.voiceURI === surveyDisplay.wishes.voice)?.voiceURI ?? voices[0].voiceURI;
    choice.closest("label").hidden = voices.length < 2;
    if (isFirst) document.querySelectorAll(".lead, .question, .note-text").forEach(offer);
  };
  speech.addEventListener?.("voiceschanged", start);
  addEventListener("pagehide", stop);
  addEventListener("DOMContentLoaded", start); // conditions.js has laid out what waits by then
})();
