// A family's way through a questionnaire on a device without network; needs conditions.js. The same as surveyapp/questionnaire/path.py,
// texts.py and flow.py over a pack (surveyapp/questionnaire/pack.py). What it finds is read again by the server, which alone decides.
//
// pack     what the server packed, with portable: true
// journal  {screen key: {field name: [values]}}, as a form would send them, "shown!" among them
// order    any text that stays the same for one family: it decides the order of what rotates
//
// surveyWay.walk(pack, journal, order) -> [screen]   all screens of the way; nothing in them changes when the journal does
//   screen = {key, page, item, section, title, intro: [paragraphs], asked: [question ids], texts: {id: wording}, open, opened, errors, entry}
//   open    whether it must still be shown; a way may be sent when no screen is open
//   opened  ids of questions that came after the screen was filled in
//   errors  [{field, message, about}] of what was filled in; empty where nothing was
//   entry   the fields that count, what is hidden now left out; undefined where nothing was filled in
// surveyWay.next(pack, journal, key, order) -> key   of the screen after a key, also after one that fell off the way; null at the end
// surveyWay.previous(pack, journal, key, order) -> key   before it; null at the start
// surveyWay.show(pack, journal, screen, order, isTold) -> fragment   the fields, filled from the journal; isTold: with its errors and "Neu"
// surveyWay.complain(pack, form, error), settle(box)   puts one of a screen's errors beside its fields, and takes away those of a question or row
// surveyWay.watch(form, pack, journal, screen, order) -> stop()   opens and closes questions while the form with that fragment is answered
// surveyWay.fields(form) -> {field: [values]}   what a form holds now, to be put into the journal under the key of its screen
// surveyWay.progress(pack, journal, key, order) -> {text, sections, position, total, minutes}   as the server's pages say it; sections: states
// surveyWay.review(pack, journal, order) -> [{key, title, questions: [{text, lines: [{row, text}]}]}]   all answers in words
// surveyWay.kept(pack, journal, order) -> journal   what to send: the screens of the way, with what counts
// surveyWay.words(pack, name, number) -> text   words of the product: "error", "new", "unanswered"; counted: "wrong", "opened"
"use strict";
(() => {
  const { evaluate, asking, watch } = surveyConditions;
  const gone = (x) => x === undefined || x === null;
  const put = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const counted = (found, number) => (Array.isArray(found) ? found[Math.min(number, found.length) - 1] : found);
  const words = (pack, name, number) => counted(pack.words[name], number);

  // SHA-256, as the server draws lots by it; browsers give theirs only over promises.
  const fraction = (x) => ((x % 1) * 2 ** 32) | 0;
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((p) => n % p)) primes.push(n);
  const lot = (...parts) => {
    const bytes = [...new TextEncoder().encode(parts.join(" ")), 128];
    const length = (bytes.length - 1) * 8;
    while (bytes.length % 64 !== 56) bytes.push(0);
    bytes.push(0, 0, 0, 0, length >>> 24, length >>> 16, length >>> 8, length);
    let state = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
    const turn = (x, ...by) => by.reduce((sum, n) => sum ^ ((x >>> n) | (x << (32 - n))), 0);
    for (let start = 0; start < bytes.length; start += 64) {
      const w = [];
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i += 1) {
        const at = start + i * 4;
        const old = (n) => w[i - n];
        w[i] = i < 16 ? (bytes[at] << 24) | ((bytes[at + 1] & 255) << 16) | ((bytes[at + 2] & 255) << 8) | (bytes[at + 3] & 255)
          : (old(16) + (turn(old(15), 7, 18) ^ (old(15) >>> 3)) + old(7) + (turn(old(2), 17, 19) ^ (old(2) >>> 10))) | 0;
        const one = (h + turn(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + fraction(Math.cbrt(primes[i])) + w[i]) | 0;
        const two = (turn(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
      }
      state = [a, b, c, d, e, f, g, h].map((x, i) => (x + state[i]) | 0);
    }
    return state.map((x) => (x >>> 0).toString(16).padStart(8, "0")).join("");
  };
  const byLot = (list, lotOf) => {
    const lots = new Map(list.map((each) => [each, lotOf(each)]));
    return [...list].sort((one, other) => (lots.get(one) < lots.get(other) ? -1 : 1));
  };

  // Numbers and days as the language writes them, always in the digits of the server.
  const spelled = (pack) => {
    const locale = `${pack.locale}-u-nu-latn-ca-gregory`;
    const time = (options, ...parts) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }).format(Date.UTC(...parts));
    const unit = (number, name) => new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long" }).format(number);
    const list = (texts) => new Intl.ListFormat(locale, { type: "conjunction" }).format(texts);
    const month = (x) => time({ year: "numeric", month: "long" }, Math.floor(x / 100), (x % 100) - 1);
    const lasting = (x) => {
      const [hours, rest] = [Math.floor(x / 60), x % 60];
      return list([...(hours ? [unit(hours, "hour")] : []), ...(rest || !hours ? [unit(rest, "minute")] : [])]);
    };
    return {
      list,
      number: (x) => new Intl.NumberFormat(locale, { maximumFractionDigits: 3, useGrouping: "always" }).format(x),
      plural: (x, type) => new Intl.PluralRules(pack.locale, { type }).select(x),
      month,
      date: (x) => time({ dateStyle: "long" }, Math.floor(x / 10000), (Math.floor(x / 100) % 100) - 1, x % 100),
      time: (x) => time({ timeStyle: "short" }, 2000, 0, 1, Math.floor(x / 60), x % 60),
      duration: lasting,
    };
  };

  // What is said of values that cannot be read, or stand outside limits: keys of messages, and the name of the limit in them.
  const years = ["year_too_early", "year_too_late", "year", "year"];
  const limits = {
    number: ["not_a_number", "too_small", "too_large", "minimum", "maximum"],
    matrix_number: ["not_a_number", "too_small", "too_large", "minimum", "maximum"],
    year: ["not_a_year", ...years],
    month: ["not_a_month", ...years],
    date: ["not_a_date", "date_too_early", "date_too_late", "date", "date"],
    time: ["not_a_time", "time_too_early", "time_too_late", "time", "time"],
    duration: ["not_a_duration", "too_short", "too_lasting", "duration", "duration"],
  };
  const isReason = (code) => code === "refused" || code === "not_applicable";

  // What one family has said so far, and what follows from it. Each part is given the others as "my".
  const keyOf = (id, item) => `${id} ${item ?? ""}`;

  // Lists and their items. "bound" is the item that is looked at of each list, the last one last.
  const listing = (my) => {
    const { pack, known } = my;
    const lineage = (id, item) => {
      const line = pack.lists[id].line;
      const parts = item.split("-");
      return line.map((list, depth) => [list, depth < line.length - 1 ? parts.slice(0, depth + 1).join("-") : item]);
    };
    const ownCode = (id, item) => item.split("-").slice(pack.lists[id].line.length - 1).join("-");
    const inside = (bound, id, item) => {
      const found = new Map([...bound].filter(([list]) => !pack.lists[list].line.includes(id)));
      for (const [list, key] of lineage(id, item)) {
        found.delete(list);
        found.set(list, key);
      }
      return found;
    };
    const at = (id, bound) => bound.get(pack.questions[id].list) ?? null;
    const ownItems = ({ count, of, answered, rows, maximum }, bound) => {
      if (count) {
        const number = my.run({ kind: "name", question: count }, bound);
        if (typeof number !== "number") return number === undefined ? [] : null;
        return Array.from({ length: Math.max(0, Math.min(Math.trunc(number), maximum)) }, (_, place) => `${place + 1}`);
      }
      const fields = known.get(keyOf(of, at(of, bound)))?.fields ?? [];
      const isItem = (code) => fields.some(({ name, value }) =>
        answered ? name === `${of}.${code}` && value === answered : name === of ? value === code : name === `${of}.${code}` && value);
      return (rows ?? []).map(([code]) => code).filter(isItem).slice(0, maximum);
    };
    const items = (id, bound) => {
      const list = pack.lists[id];
      const outer = list.line.at(-2);
      if (!outer) return ownItems(list, bound);
      if (bound.has(outer)) return ownItems(list, bound)?.map((each) => `${bound.get(outer)}-${each}`) ?? null;
      const found = items(outer, bound)?.map((item) => items(id, inside(bound, outer, item)));
      return found && !found.includes(null) ? found.flat() : null;
    };
    return { lineage, ownCode, inside, at, items };
  };

  // Trees in which all that is no answer is put in, so that conditions.js can work them out.
  const settling = (my) => {
    const { pack, known } = my;
    const named = ({ question, row }, bound) => {
      const { reads = "choice", decimals, values, rows } = pack.questions[question];
      return { kind: "name", question, row: rows && row, at: my.at(question, bound), reads, decimals, values, rows: rows && !row };
    };
    const settlers = {
      name: named,
      count: ({ list: id }, bound) => {
        if (!pack.lists[id]) return { ...named({ question: id }, bound), kind: "count" };
        return { kind: "value", value: my.items(id, bound)?.length ?? null };
      },
      quantified: ({ quantifier, list, body }, bound) => {
        const parts = my.items(list, bound)?.map((item) => settle(body, my.inside(bound, list, item)));
        return parts ? { kind: "quantified", quantifier, parts } : { kind: "value", value: null };
      },
      currentrow: (_, bound) => {
        const list = [...bound.keys()].filter((each) => pack.lists[each].rows).pop();
        return { kind: "value", value: list && my.ownCode(list, bound.get(list)) };
      },
      currentnumber: (_, bound) => {
        const [list, item] = [...bound].pop() ?? [];
        const place = list ? (my.items(list, bound) ?? []).indexOf(item) : -1;
        return { kind: "value", value: place < 0 ? undefined : place + 1 };
      },
      factname: ({ fact }) => {
        if (!fact.startsWith("area.")) return { kind: "value", value: pack.facts[fact] };
        const { value } = pack.area ? ask(named({ question: pack.area }, new Map())) : {};
        return { kind: "value", value: gone(value) ? value : (pack.areas[value]?.[fact] ?? null) };
      },
    };
    const settle = (node, bound) => {
      if (Array.isArray(node)) return node.map((part) => settle(part, bound));
      if (node === null || typeof node !== "object") return node;
      const own = settlers[node.kind];
      return own ? own(node, bound) : Object.fromEntries(Object.entries(node).map(([name, part]) => [name, settle(part, bound)]));
    };
    const ask = ({ question, at: item, ...node }) => known.get(keyOf(question, item))?.ask({ question, ...node }) ?? { value: undefined };
    const run = (tree, bound, unknown = false) => evaluate(settle(tree, bound), ask, unknown);
    const holds = (number, bound) => gone(number) || run(pack.shows[number], bound) === true;
    const limit = (given, bound) => {
      const found = given && typeof given === "object" ? run(given, bound) : given;
      return typeof found === "number" ? found : undefined;
    };
    return { named, settle, ask, run, holds, limit };
  };

  // Texts. A place says who is spoken of: the bound items, the list of the screen, the number of a plural around.
  const speaking = (my) => {
    const { pack, known, said } = my;
    const read = (found, place) => {
      if (found.variants) return read((found.variants.find(([when]) => my.run(when, place.bound) === true) ?? [0, found.other])[1], place);
      if (typeof found === "string") return found;
      return phrase(found, place).replace(/ {2,}/g, " ").replace(/\s*\(\s*\)/g, "").trim();
    };
    const phrase = (parts, place) => parts.map((part) => (typeof part === "string" ? part : speakers[part.kind](part, place))).join("");
    const say = (number, place) => (gone(number) ? "" : read(pack.texts[number], place));
    const byNumber = (type) => ({ of, arms }, place) => {
      const number = my.run(of, place.bound);
      if (typeof number !== "number") return phrase(arms.other, { ...place, number: undefined });
      return phrase(arms[`=${number}`] ?? arms[said.plural(number, type)] ?? arms.other, { ...place, number });
    };
    // Names in Latin letters keep together inside a text that runs the other way.
    const isolated = (text) => (pack.direction === "rtl" && /[A-Za-zÀ-ɏ]/.test(text) ? `\u2068${text}\u2069` : text);
    const speakers = {
      item: (_, place) => (place.list && !place.isLabel ? say(pack.lists[place.list].label, { ...place, isLabel: true }) : ""),
      number: (_, { number }) => (gone(number) ? "" : said.number(number)),
      plural: byNumber("cardinal"),
      selectordinal: byNumber("ordinal"),
      select: ({ of, arms }, place) => {
        const value = my.run(of, place.bound);
        const missing = () => (of.kind === "name" && my.ask(my.settle(of, place.bound)).refused ? "refused" : "unanswered");
        return phrase(arms[value === undefined ? "not_applicable" : value === null ? missing() : `${value}`] ?? arms.other, place);
      },
      fill: ({ of, form }, place) => {
        const [node, bound] = chosen(of, place.bound);
        if (node.kind === "name") return isolated(answer(node.question, my.at(node.question, bound), node.row, form, place));
        const value = my.run(node, bound);
        if (node.kind === "currentrow" && place.list) {
          const row = (pack.lists[place.list].rows ?? []).find(([code]) => code === my.ownCode(place.list, place.bound.get(place.list)));
          return row ? say(row[1], { bound: place.bound }) : "";
        }
        if (typeof value !== "number") return typeof value === "string" ? isolated(value) : "";
        if (!node.fact?.startsWith("wave.")) return said.number(value);
        return value < 100000 ? `${value}` : said.month(value);
      },
    };
    // Functions that only choose lead to what they chose, so that a date is read as a date.
    const chosen = (node, bound) => {
      let candidates = [];
      if (node.kind === "call" && ["coalesce", "min", "max"].includes(node.function)) candidates = node.arguments.map((each) => [each, bound]);
      if (node.kind === "call" && node.function === "if") candidates = [[node.arguments[my.run(node.arguments[0], bound) === true ? 1 : 2], bound]];
      if (node.kind === "quantified" && ["first", "last", "lowest", "highest"].includes(node.quantifier)) {
        candidates = (my.items(node.list, bound) ?? []).map((item) => [node.body, my.inside(bound, node.list, item)]);
        if (node.quantifier === "last") candidates.reverse();
      }
      const value = candidates.length ? my.run(node, bound) : null;
      const found = gone(value) ? null : candidates.find((each) => JSON.stringify(my.run(...each)) === JSON.stringify(value));
      return found ? chosen(...found) : [node, bound];
    };
    const answer = (id, item, row, form, place) => {
      const found = known.get(keyOf(id, item));
      const question = pack.questions[id];
      if (!found || (question.rows && !row)) return "";
      const { value } = found.ask(my.named({ question: id, row }, new Map()));
      if (gone(value)) return "";
      const name = question.rows ? `${id}.${row}` : id;
      const codes = question.reads === "ranks" ? value : question.values ? found.ask.given(name) : [value].flat();
      const options = (question.options ?? []).filter((each) => codes.includes(each.code));
      if (question.reads === "ranks") options.sort((one, other) => codes.indexOf(one.code) - codes.indexOf(other.code));
      if (options.length) return said.list(options.map((each) => say(each.forms?.[form] ?? each.text, { bound: place.bound })));
      if (question.type === "text") return found.ask.given(name)[0];
      return typeof value === "number" ? (said[question.type] ?? said.number)(value) : `${value}`;
    };
    return { say };
  };

  // One question on a screen: what of the entry counts, and what is wrong with it.
  const judging = (my) => {
    const { pack, known, said } = my;
    const visible = (id, bound) => {
      const { show, options = [], rows = [] } = pack.questions[id];
      if (!my.holds(show, bound)) return null;
      const there = (parts) => parts.filter((each) => my.holds(each.show, bound));
      return { id, options: there(options), rows: there(rows) };
    };
    const counting = ({ id, options, rows }, entry) => {
      const { reads, options: every } = pack.questions[id];
      const names = rows.length ? rows.map((row) => `${id}.${row.code}`) : [id];
      const codes = options.map((each) => each.code);
      const isHere = (name) => {
        const base = name.replace(/!.*/, "");
        return rows.length ? names.includes(base) : base === id || (base.startsWith(`${id}.`) && (reads !== "ranks" || codes.includes(base.slice(id.length + 1))));
      };
      const isOffered = (value) => !every || !/^(choices?|box)$/.test(reads) || codes.includes(value.trim());
      const sent = Object.entries(entry).flatMap(([name, values]) => values.map((value) => ({ name, value })));
      const own = sent.filter(({ name, value }) => isHere(name) && value.trim());
      const fields = own.filter(({ name, value }) => name.includes("!") || isOffered(value));
      return { names, fields, isLess: fields.length < own.length };
    };
    const asker = (names, fields) => {
      const there = [...fields, ...names.map((name) => ({ name, value: "" }))];
      return asking((test) => there.filter((x) => test(x.name)));
    };
    // What is wrong with what was written or chosen under one name, as key of a message with its values; each takes what is known of it.
    const judges = {
      box: () => null,
      choice: ({ question: { type, pattern, pattern_hint, maximum = 2000 }, texts: [text], bound }) => {
        if (type !== "text") return null;
        if (pattern && !fits(pattern, text)) return ["pattern", { hint: my.say(pattern_hint, { bound }) }];
        return [...text].length > maximum ? ["too_long", { length: [...text].length, maximum }] : null;
      },
      choices: ({ question: { fewest = 1, most }, options, texts }) => {
        const isAlone = ({ code, alone }) => alone || isReason(code);
        if (options.some((each) => isAlone(each) && texts.includes(each.code))) return texts.length > 1 ? ["exclusive"] : null;
        if (most && texts.length > most) return ["too_many", { maximum: most }];
        const least = Math.max(1, Math.min(fewest, options.filter((each) => !isAlone(each)).length));
        return texts.length < least ? ["too_few", { minimum: least }] : null;
      },
      ranks: ({ question: { fewest, most }, options, texts }) => {
        const places = texts.map(Number);
        const every = options.filter((each) => !isReason(each.code)).length;
        const last = Math.min(most ?? every, every);
        const least = Math.min(fewest ?? (most ? 1 : every), last);
        const twice = places.find((rank, place) => places.indexOf(rank) < place);
        if (twice) return ["rank_twice", { rank: twice }];
        if (places.length < least) return ["too_few_ranks", { minimum: least }];
        const free = places.map((_, place) => place + 1).find((rank) => !places.includes(rank));
        return free ? ["rank_free", { rank: free }] : null;
      },
      entry: ({ question: { type, decimals, minimum, maximum }, texts: [text], value, bound }) => {
        const [bad, early, late, least, last] = limits[type];
        if (gone(value) || (type === "year" && text.length !== 4)) return [bad];
        const isExact = !/number$/.test(type) || Number(value.toFixed(decimals ?? 0)) === value;
        if (!isExact) return [decimals ? "too_precise" : "not_whole", { decimals }];
        const measured = type === "month" ? Math.floor(value / 100) : value;
        const written = (x) => (/number|year|month/.test(type) ? (Number.isInteger(x) ? `${x}` : said.number(x)) : said[type](x));
        const [low, high] = [my.limit(minimum, bound), my.limit(maximum, bound)];
        if (measured < low) return [early, { [least]: written(low) }];
        return measured > high ? [late, { [last]: written(high) }] : null;
      },
    };
    const fits = (pattern, text) => {
      try {
        return new RegExp(`^(?:${pattern})$`, "u").test(text);
      } catch {
        return true; // written for the server's engine alone, which looks at it later
      }
    };
    const mistake = ({ id, options }, name, fields, bound) => {
      const question = pack.questions[id];
      const { type, reads, required, rows } = question;
      const texts = fields.filter((x) => x.name === name || x.name.startsWith(`${name}.`)).map((x) => x.value.trim());
      const { value, refused } = asker([name], fields)(my.named({ question: id, row: rows && name.slice(id.length + 1) }, bound));
      const isNeeded = required === true || (required && my.run(required, bound) === true);
      if (isNeeded && reads === "box" && value !== "yes") return ["must_agree"];
      if (texts.length) return (judges[limits[type] ? "entry" : reads] ?? judges.choice)({ question, options, texts, value, bound });
      if (!isNeeded || reads === "box" || refused || value === undefined) return null;
      return [options.some((each) => each.code === "refused") ? "required_or_refuse" : "required"];
    };
    const meet = (id, bound, entry, errors) => {
      const shown = visible(id, bound);
      if (!shown) return null;
      const question = pack.questions[id];
      const key = keyOf(id, my.at(id, bound));
      if (question.silent) {
        const found = question.value && my.run(question.value, bound);
        const isCode = (question.options ?? []).some((each) => each.code === found);
        const isNumber = !question.options && /number|boolean/.test(typeof found);
        const value = isNumber ? Number(found) : found === undefined || isCode ? found : null;
        known.set(key, { fields: [], ask: () => ({ value, refused: false }) });
        return { id, isOpen: false, fields: [] };
      }
      const isSeen = Boolean(entry?.["shown!"]?.includes(id));
      const { names, fields, isLess } = counting(shown, isSeen ? entry : {});
      const wrong = !isSeen ? [] : names.map((name) => [name, mistake(shown, name, fields, bound)]).filter(([, found]) => found);
      const kept = fields.filter(({ name }) => !wrong.some(([bad]) => name === bad || name.startsWith(`${bad}.`)));
      known.set(key, { fields: kept, ask: asker(names, kept) });
      const about = (name) => shown.rows.find((row) => name === `${id}.${row.code}`)?.text ?? question.label ?? question.text;
      const field = (name) => (question.reads === "ranks" ? `${id}.${shown.options[0].code}` : name);
      for (const [name, [message, values]] of wrong) errors.push({ field: field(name), id, message: put(counted(pack.errors[message], Object.values(values ?? {})[0]), values ?? {}), about: about(name) });
      return { id, isOpen: !isSeen || wrong.length > 0 || (isLess && !fields.length), isNew: Boolean(entry) && !isSeen, fields };
    };
    return { visible, meet };
  };

  // One family on its way, worked out anew from the journal: up to the screen "until", or to the end.
  const travel = (pack, journal, order, until) => {
    const my = { pack, known: new Map(), said: spelled(pack) };
    for (const part of [listing, settling, speaking, judging]) Object.assign(my, part(my));
    const { known, said, lineage, inside, at, items, settle, ask, run, holds, say, visible, meet } = my;

    // Pages in order, each only after the answers before it are known.
    function* steps(part, bound, item) {
      if (typeof part === "string") yield [part, bound, item];
      else for (const each of items(part[0], bound) ?? []) for (const inner of part[1]) yield* steps(inner, inside(bound, part[0], each), each);
    }
    const first = (part) => (typeof part === "string" ? part : first(part[1][0]));
    const parts = [...pack.parts];
    for (const [start, stop] of order ? pack.rotating : []) {
      parts.splice(start, stop - start, ...byLot(parts.slice(start, stop), (part) => lot(order, first(part))));
    }
    const screens = [];
    const passed = [];
    const places = {};
    const seen = (id, bound, item) => {
      const page = pack.pages[id];
      if (!holds(pack.sections[page.section].show, bound) || !holds(page.show, bound)) return null;
      const key = keyFor(id, item);
      const [entry, errors] = [journal[key], []];
      const met = (page.questions ?? []).map((each) => meet(each, bound, entry, errors)).filter(Boolean);
      const found = met.filter((each) => !pack.questions[each.id].hidden);
      if (page.questions && !found.length) return null;
      const asked = found.map((each) => each.id);
      const opened = found.filter((each) => each.isNew).map((each) => each.id);
      const kept = entry && { "shown!": asked.filter((each) => entry["shown!"]?.includes(each)) };
      for (const { name, value } of entry ? found.flatMap((each) => each.fields) : []) (kept[name] ??= []).push(value);
      return { key, page: id, item: item ?? null, section: page.section, bound, asked, opened, errors, entry: kept, open: found.some((each) => each.isOpen) };
    };
    for (const part of parts) {
      for (const [id, bound, item] of steps(part, new Map())) {
        const screen = seen(id, bound, item);
        if (screen) screens.push(screen);
        passed.push({ key: keyFor(id, item), screen });
        if (keyFor(id, item) === until) return { screens, settle, ask, visible, run };
      }
      for (const id of [part].flat(9)) places[id] = passed.length;
    }

    // With the whole way known: wordings, and what must hold between answers.
    const labels = ({ page, item }) => {
      const { repeat } = pack.pages[page];
      if (!item || pack.lists[repeat].line.length < 2) return [];
      return lineage(repeat, item).map(([list, key]) => say(pack.lists[list].label, { bound: inside(new Map(), list, key), list }));
    };
    const broken = (screen) => {
      const { bound, asked } = screen;
      const isBroken = ([that]) => ![true, null].includes(run(that, bound, null));
      const complain = (id, [, message]) => {
        const [row] = visible(id, bound).rows;
        const field = row ? `${id}.${row.code}` : id;
        screen.errors.push({ field, id, message: say(message, placeOf(screen)), about: pack.questions[id].label ?? pack.questions[id].text });
      };
      const concerned = (that) => {
        const named = asked.filter((id) => JSON.stringify(that).includes(`"question":"${id}"`));
        return named.filter((id) => known.get(keyOf(id, at(id, bound)))?.fields.length).pop() ?? named.pop() ?? asked.at(-1);
      };
      for (const id of asked) for (const each of (pack.questions[id].checks ?? []).filter(isBroken)) complain(id, each);
      for (const each of (pack.pages[screen.page].checks ?? []).filter(isBroken)) complain(concerned(each[0]), each);
    };
    const placeOf = ({ bound, page, item }) => ({ bound, list: item ? pack.pages[page].repeat : undefined });
    for (const screen of screens) {
      const place = placeOf(screen);
      const title = say(pack.pages[screen.page].title, place);
      screen.title = [...labels(screen).filter((label) => !title.includes(label)), title].join(" – ");
      screen.intro = say(pack.pages[screen.page].intro, place).split(/\n\s*\n/).map((text) => text.trim()).filter(Boolean);
      screen.texts = Object.fromEntries(screen.asked.map((id) => [id, say(pack.questions[id].text, place)]));
      if (screen.entry && !screen.errors.length) broken(screen);
      for (const error of screen.errors) error.about = say(error.about, place);
      screen.open ||= screen.errors.length > 0;
    }
    const heard = (id, screen) => known.get(keyOf(id, at(id, screen.bound)));
    return { screens, passed, places, items, known, visible, heard, said, say: (number, screen) => say(number, placeOf(screen)) };
  };
  const keyFor = (page, item) => (item ? `${page}.${item}` : page);
  const walk = (pack, journal, order) => travel(pack, journal, order).screens;

  // Where a key stands on the way; one whose item is gone stands behind the others of its list.
  const around = (pack, journal, key, order) => {
    const { passed, places } = travel(pack, journal, order);
    const found = passed.findIndex((each) => each.key === key);
    const end = places[key.split(".")[0]] ?? 0;
    return [passed.slice(0, found < 0 ? end : found), passed.slice(found < 0 ? end : found + 1)].map((part) =>
      part.filter((each) => each.screen).map((each) => each.key));
  };
  const next = (...given) => around(...given)[1][0] ?? null;
  const previous = (...given) => around(...given)[0].pop() ?? null;
  const kept = (pack, journal, order) =>
    Object.fromEntries(walk(pack, journal, order).filter((each) => each.entry?.["shown!"].length).map(({ key, entry }) => [key, entry]));

  const progress = (pack, journal, key, order) => {
    const { screens, items, known, say } = travel(pack, journal, order);
    const here = Math.max(0, screens.findIndex((each) => each.key === key));
    const current = pack.pages[key.split(".")[0]].section;
    let mayCome = false;
    const sections = [];
    for (const [id, section] of Object.entries(pack.sections)) {
      const own = screens.filter((each) => each.section === id);
      const isUnfinished = own.some((each) => each.open);
      const isHidden = !own.length && !mayCome;
      mayCome ||= isUnfinished;
      const state = own.length && !isUnfinished ? "done" : own.some((each) => each.entry) ? "begun" : "untouched";
      if (!isHidden || id === current) sections.push({ id, text: section.text, state: id === current ? "current" : state });
    }
    const lasts = (some) => some.reduce((sum, { page, asked }) => sum + pack.pages[page].seconds + asked.reduce((all, id) => all + (pack.questions[id].seconds ?? 0), 0), 0);
    const [before, rest] = [lasts(screens.slice(0, here)), lasts(screens.slice(here))];
    const { count, of } = pack.lists[pack.children] ?? {};
    const children = known.has(`${count ?? of} `) ? items(pack.children, new Map()) : null;
    const [, typical] = pack.typical.find(([number]) => children && number === Math.min(children.length, 3)) ?? [];
    const left = typical ? Math.max(rest, typical - before) / 60 : (pack.minutes * rest) / Math.max(1, before + rest);
    const minutes = Math.max(1, Math.ceil(left));
    const position = sections.findIndex((each) => each.id === current) + 1;
    const where = put(words(pack, "progress"), { position, total: sections.length });
    const text = `${where}: ${say(sections[position - 1].text, screens[here])} · ${words(pack, "minutes", minutes)}`;
    return { text, position, total: sections.length, minutes, sections: sections.map((each) => each.state) };
  };

  // The fields of a screen as the server's templates made them, in the words and with the answers of this family.
  const show = (pack, journal, screen, order, isTold) => {
    const { say } = travel(pack, journal, order);
    const { settle, run } = travel(pack, journal, order, screen.key);
    const template = document.createElement("template");
    const page = pack.pages[screen.page];
    const german = new Set(pack.german);
    template.innerHTML = page.html.replace(/(<option[^>]*)>\ue000(\d+)\ue001|\ue000(\d+)\ue001/g, (_, option, inOption, inText) => {
      const number = Number(inOption ?? inText);
      const text = escaped(say(number, screen));
      if (option) return `${option}${german.has(number) ? ' lang="de" dir="ltr"' : ""}>${text}`;
      return german.has(number) && text ? `<span lang="de" dir="ltr">${text}</span>` : text;
    });
    const root = template.content;
    const all = (selector) => [...root.querySelectorAll(selector)];
    const boxes = new Map(all('[name="shown!"]').map((mark) => [mark.value, mark]));
    for (const box of all("[data-show]")) {
      const id = box.querySelector(':scope > [name="shown!"]')?.value;
      const waits = id && pack.questions[id].waits;
      if (waits && !screen.asked.includes(id)) box.remove();
      else if (waits) delete box.dataset.show;
      else box.dataset.show = JSON.stringify(settle(pack.shows[JSON.parse(box.dataset.show).show], screen.bound));
    }
    for (const [id, mark] of boxes) {
      const { required, rotate, rows } = pack.questions[id];
      const box = mark.nextElementSibling;
      if (typeof required === "object" && run(required, screen.bound) !== true) box.querySelector(".must")?.remove();
      if (rotate) turn(box, rows, (code) => lot(order, id, screen.item ?? "None", code));
    }
    for (const hint of all(".hint:empty")) if (!hint.role) hint.remove();
    fill(root, journal[screen.key] ?? {});
    if (isTold) tell(pack, screen, root, boxes);
    return root;
  };
  const turn = (box, rows, lotOf) => {
    const code = (part) => (part.value ?? part.querySelector("input, select").value) || part.querySelector("select")?.name.split(".").pop();
    const parts = [...box.querySelectorAll(rows ? ".row" : ".choice, .rank, option[value]:not([value=''])")];
    const lots = new Map(parts.map((part) => {
      const own = rows ? part.querySelector("[name]").name.split(".")[1].replace(/!.*/, "") : code(part);
      const isAlone = isReason(own) ? 2 : part.querySelector("[data-alone]") ? 1 : 0;
      return [part, `${isAlone}${lotOf(own)}`];
    }));
    for (const part of [...parts].sort((one, other) => (lots.get(one) < lots.get(other) ? -1 : 1))) part.parentNode.append(part);
  };
  const fill = (root, fields) => {
    for (const input of root.querySelectorAll("[name]:not([type=hidden])")) {
      const values = fields[input.name] ?? [];
      if (/^(radio|checkbox)$/.test(input.type)) input.checked = values.includes(input.value);
      else input.value = values[0] ?? "";
    }
  };
  const element = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text });
  const complain = (pack, root, { field, message }) => {
    const inputs = [...root.querySelectorAll("[name]")].filter((x) => x.name === field || x.name.startsWith(`${field}.`));
    const box = inputs[0]?.closest(".row, .question");
    if (!box) return;
    const said = element("p", "error", ` ${message}`);
    said.prepend(element("b", "", words(pack, "error")));
    said.id = `${field}~error`;
    box.classList.add("wrong");
    for (const each of [...inputs, box]) each.setAttribute("aria-describedby", [each.getAttribute("aria-describedby"), said.id].filter(Boolean).join(" "));
    for (const input of inputs) if (!/^(radio|checkbox)$/.test(input.type)) input.setAttribute("aria-invalid", "true");
    const notes = [...box.children].filter((each) => each.matches("legend, .legend, p.hint"));
    (notes.pop() ?? box.firstElementChild).after(said);
  };
  const settle = (box) => {
    const gone = [...box.children].filter((each) => each.matches("p.error"));
    const ids = new Set(gone.map(({ id }) => id));
    for (const each of [box, ...box.querySelectorAll("[aria-describedby]")]) {
      const left = (each.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !ids.has(id));
      if (left.length) each.setAttribute("aria-describedby", left.join(" "));
      else each.removeAttribute("aria-describedby");
    }
    for (const input of gone.length ? box.querySelectorAll("[aria-invalid]") : []) input.removeAttribute("aria-invalid");
    for (const each of gone) each.remove();
    if (gone.length) box.classList.remove("wrong");
  };
  const tell = (pack, screen, root, boxes) => {
    for (const id of screen.opened) boxes.get(id)?.nextElementSibling.querySelector(".ask")?.prepend(element("span", "new", words(pack, "new")), " ");
    for (const error of screen.errors) complain(pack, root, error);
  };
  const watching = (form, pack, journal, screen, order) => {
    const { ask } = travel(pack, journal, order, screen.key);
    const isHere = ({ question, at }) => pack.pages[screen.page].questions.includes(question) && at === screen.item && !pack.questions[question].silent;
    return watch(form, (node) => (isHere(node) ? undefined : ask(node)));
  };
  const fields = (form) => {
    const found = {};
    for (const [name, value] of new FormData(form)) (found[name] ??= []).push(value);
    return found;
  };

  const review = (pack, journal, order) => {
    const { screens, say, heard, visible, said } = travel(pack, journal, order);
    const isAsked = (id) => !pack.questions[id].silent;
    const line = (id, name, found, screen) => {
      const question = pack.questions[id];
      const values = found.ask.given(name);
      const worded = (codes) => (question.options ?? []).filter((each) => codes.includes(each.code)).map((each) => say(each.text, screen));
      const reason = found.ask.given(`${name}!refused`);
      if (reason.length) return worded(reason)[0] ?? "";
      if (question.reads === "box") return words(pack, values.length ? "agrees" : "disagrees");
      if (question.reads === "ranks") {
        const ranked = found.fields.filter((x) => x.value.trim()).sort((one, other) => one.value - other.value);
        return ranked.map((x) => `${x.value}. ${worded([x.name.slice(id.length + 1)])}`).join("\n");
      }
      if (question.options && /^choices?$/.test(question.reads)) {
        const points = (question.options ?? []).filter((each) => !isReason(each.code));
        const ends = question.ends && [points[0], points.at(-1)].map((point, place) => [say(point.text, screen), say(question.ends[place], screen)]);
        const text = worded(values).join("\n");
        const named = (ends ?? []).filter(([, end]) => end).map((end) => end.join(" = ")).join(", ");
        return named && !isReason(values[0] ?? "refused") ? `${text} (${named})` : text;
      }
      if (/number$/.test(question.type)) return values.length ? `${values[0]} ${say(question.unit, screen)}`.trim() : "";
      const { value } = found.ask({ question: id, reads: question.reads, decimals: question.decimals });
      return typeof value === "number" && question.type !== "year" ? said[question.type](value) : (values[0] ?? "");
    };
    return screens.filter((each) => each.asked.some(isAsked)).map((screen) => ({
      key: screen.key,
      title: screen.title,
      questions: screen.asked.filter(isAsked).map((id) => {
        const [found, { rows }] = [heard(id, screen), visible(id, screen.bound)];
        const lines = rows.length ? rows.map((row) => [say(row.text, screen), `${id}.${row.code}`]) : [["", id]];
        return { text: screen.texts[id], lines: lines.map(([row, name]) => ({ row, text: line(id, name, found, screen) })) };
      }),
    }));
  };

  globalThis.surveyWay = Object.freeze({ walk, next, previous, show, complain, settle, watch: watching, fields, progress, review, kept, words });
})();
