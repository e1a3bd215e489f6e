// Questions, options and rows that open and close while a page is answered. The same rules as surveyapp/questionnaire/conditions.py:
// a value is null where it is missing, undefined where it was not asked; "unknown" is null or false.
"use strict";
(() => {
  const LARGEST = 1e15;
  const isNumber = (x) => typeof x === "number";
  const gone = (x) => x === undefined || x === null;
  const sound = (x) => (isNumber(x) ? (Math.abs(x) <= LARGEST ? x + 0 : null) : x);
  const lack = (values) => (values.includes(undefined) ? undefined : null);
  const truth = (x) => (x === null ? null : x === true);
  const equal = (a, b) =>
    Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((x, i) => x === b[i]) : a === b;
  const alike = (a, b) => typeof a === typeof b && Array.isArray(a) === Array.isArray(b);
  const both = (test) => (a, b) => isNumber(a) && isNumber(b) && test(a, b);
  const isIn = (x, list) => Array.isArray(list) && typeof x !== "boolean" && list.includes(x);
  const has = (how) => (a, b) => Array.isArray(a) && Array.isArray(b) && b[how]((x) => isIn(x, a));
  const compare = {
    "==": (a, b) => alike(a, b) && equal(a, b),
    "!=": (a, b) => alike(a, b) && !equal(a, b),
    "<": both((a, b) => a < b),
    "<=": both((a, b) => a <= b),
    ">": both((a, b) => a > b),
    ">=": both((a, b) => a >= b),
    in: isIn,
    has: (a, b) => isIn(b, a),
    has_any: has("some"),
    has_all: has("every"),
  };
  const compute = {
    "+": (a, b) => a + b,
    "-": (a, b) => a - b,
    "*": (a, b) => a * b,
    "/": (a, b) => (b === 0 ? null : a / b),
  };
  const every = (truths) => (truths.includes(false) ? false : truths.includes(null) ? null : true);
  const some = (truths) => (truths.includes(true) ? true : truths.includes(null) ? null : false);

  const round = (x, digits = 0) => {
    if (![0, 1, 2, 3, 4, 5, 6, 7, 8, 9].includes(digits)) return null;
    const factor = 10 ** digits;
    const scaled = Math.abs(x) * factor;
    if (scaled >= LARGEST) return x;
    const whole = Math.floor(scaled);
    return (Math.sign(x) * (whole + (scaled - whole >= 0.5 ? 1 : 0))) / factor;
  };
  const remainder = (a, b) => {
    if (b === 0) return null;
    const rest = a % b;
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
  };
  // 20240531, 202405 and 2024 are a day, a month and a year.
  const calendar = (x) => {
    if (!Number.isInteger(x)) return null;
    if (x >= 1000 && x <= 9999) return [x];
    if (x >= 100001 && x <= 999912) return x % 100 >= 1 && x % 100 <= 12 ? [Math.floor(x / 100), x % 100] : null;
    if (x < 10000101 || x > 99991231) return null;
    const parts = [Math.floor(x / 10000), Math.floor(x / 100) % 100, x % 100];
    const day = new Date(Date.UTC(parts[0], parts[1] - 1, parts[2]));
    return parts[1] >= 1 && day.getUTCMonth() + 1 === parts[1] && day.getUTCDate() === parts[2] ? parts : null;
  };
  const isBefore = (a, b) => {
    const i = a.findIndex((x, place) => x !== b[place]);
    return i >= 0 && a[i] < b[i];
  };
  const fullYears = (a, b) => b[0] - a[0] - (isBefore(b.slice(1), a.slice(1)) ? 1 : 0);
  const years = (from, to) => {
    const [a, b] = [calendar(from), calendar(to)];
    if (!a || !b) return null;
    const known = Math.min(a.length, b.length);
    const [first, last] = [a.slice(0, known), b.slice(0, known)];
    return isBefore(last, first) ? -fullYears(last, first) : fullYears(first, last);
  };
  const days = (from, to) => {
    const [a, b] = [calendar(from), calendar(to)];
    if (!a || !b || a.length < 3 || b.length < 3) return null;
    return (Date.UTC(b[0], b[1] - 1, b[2]) - Date.UTC(a[0], a[1] - 1, a[2])) / 864e5;
  };
  const functions = {
    min: Math.min,
    max: Math.max,
    round,
    floor: Math.floor,
    abs: Math.abs,
    mod: remainder,
    years_between: years,
    days_between: days,
    year: (x) => calendar(x)?.[0] ?? null,
  };
  const choosing = {
    if: (test, then, otherwise) => (gone(test) ? test : test === true ? then : otherwise),
    coalesce: (...values) =>
      values.find((x) => !gone(x)) ?? (values.every((x) => x === undefined) ? undefined : null),
  };
  const extreme = (choose) => (found) => {
    const numbers = found.filter(isNumber);
    return numbers.length ? choose(...numbers) : found.length ? null : undefined;
  };
  const lists = {
    count: (found) => found.filter((x) => x === true).length,
    any: (found) => some(found.map(truth)),
    all: (found) => found.length > 0 && every(found.map(truth)),
    sum: (found) => {
      const numbers = found.filter(isNumber);
      if (found.length && !numbers.length) return null;
      return numbers.reduce((total, x) => (total === null ? null : sound(total + x)), 0);
    },
    first: (found) => found[0],
    last: (found) => found[found.length - 1],
    lowest: extreme(Math.min),
    highest: extreme(Math.max),
  };

  // "ask" gives the value of a question, or of a row: {value, refused}.
  const evaluate = (node, ask, unknown = false) => {
    const inner = (part) => evaluate(part, ask, unknown);
    const kinds = {
      value: () => node.value,
      literal: () => node.value,
      codes: () => node.values,
      name: () => sound(ask(node).value),
      count: () => {
        const { value } = ask(node);
        return Array.isArray(value) ? value.length : lack([value]);
      },
      state: () => {
        const { value, refused, answered } = ask(node.name);
        return node.state === "refused" ? refused === true : (answered ?? !gone(value));
      },
      not: () => {
        const found = inner(node.operand);
        if (unknown === false) return found !== true;
        return truth(found) === null ? null : !truth(found);
      },
      and: () => (unknown === false ? node.operands.every((x) => inner(x) === true) : every(node.operands.map(inner).map(truth))),
      or: () => (unknown === false ? node.operands.some((x) => inner(x) === true) : some(node.operands.map(inner).map(truth))),
      compare: () => {
        const [a, b] = [inner(node.left), inner(node.right)];
        if (a === undefined || b === undefined) return false;
        return gone(a) || gone(b) ? unknown : compare[node.operator](a, b);
      },
      arithmetic: () => {
        const [a, b] = [inner(node.left), inner(node.right)];
        return isNumber(a) && isNumber(b) ? sound(compute[node.operator](a, b)) : lack([a, b]);
      },
      call: () => {
        const values = node.arguments.map(inner);
        if (node.function in choosing) return sound(choosing[node.function](...values));
        return values.every(isNumber) ? sound(functions[node.function](...values)) : lack(values);
      },
      quantified: () => {
        const found = lists[node.quantifier](node.parts.map(inner));
        return /^(any|all)$/.test(node.quantifier) && found === null ? unknown : sound(found);
      },
    };
    return kinds[node.kind]();
  };

  // Arabic and Persian digits count as western ones, as on the server.
  const western = (text) => text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15);
  const parted = (text) => text.replace(/^\.+|\.+$/g, "");
  const whole = (most, ...texts) => texts.every((text) => new RegExp(`^\\d{1,${most}}$`).test(text));
  const day = (number) => (calendar(number) ? number : null);

  // Gives "ask" for fields as a form has them: "there" returns those whose name passes a test, {name, value} and, of boxes, {type, checked}.
  const asking = (there) => {
    const given = (name) =>
      there((x) => x === name)
        .filter((x) => (/^(radio|checkbox)$/.test(x.type) ? x.checked : x.value.trim()))
        .map((x) => western(x.value.trim()));
    const parts = (name, ...last) => last.map((part) => parted(given(`${name}.${part}`)[0] ?? ""));

    // How an answer is read from the fields of each kind, as the server would read it; null where it is missing.
    const widgets = {
      choice: (name, { values }) => {
        const [code = null] = given(name);
        return code === null || !values ? code : values[code];
      },
      choices: (name) => {
        const codes = given(name);
        return codes.length ? codes : null;
      },
      box: (name) => given(name)[0] ?? "no",
      ranks: (name) => {
        const ranked = there((x) => x.startsWith(`${name}.`)).filter((x) => x.value);
        ranked.sort((a, b) => a.value - b.value);
        return ranked.length ? ranked.map((x) => x.name.slice(name.length + 1)) : null;
      },
      number: (name, { decimals }) => {
        let text = (given(name)[0] ?? "").replace(/[\s'\u00a0\u2007\u2009\u202f]/g, "").replace("\u2212", "-");
        text = text.replace(/\u066c(?=\d{3}(?!\d))/g, "").replace(/[\u066b\u060c]/, ",");
        const isGrouped = /^-?\d{1,3}(\.\d{3})+(,\d{1,6})?$/.test(text) && (text.includes(",") || !decimals);
        if (isGrouped) text = text.replaceAll(".", "");
        return /^-?\d{1,12}([.,]\d{1,6})?$/.test(text) ? Number(text.replace(",", ".")) : null;
      },
      date: (name) => {
        const [d, m, y] = parts(name, "day", "month", "year");
        return whole(2, d, m) && /^\d{4}$/.test(y) ? day(+y * 10000 + +m * 100 + +d) : null;
      },
      month: (name) => {
        const [m, y] = parts(name, "month", "year");
        return whole(2, m) && /^\d{4}$/.test(y) ? day(+y * 100 + +m) : null;
      },
      time: (name) => {
        const text = (given(name)[0] ?? "").replace(/\s+/g, " ");
        const clock = /^(\d{1,2}) ?(?:[:.] ?(\d{2})(?::\d{2})?(?: Uhr)?|[Uu]hr ?(\d{2})?)?$|^(\d{2})(\d{2})(?: Uhr)?$/;
        const [, hours, sharp, spoken, early, late] = clock.exec(text) ?? [];
        const [h, m] = [+(hours ?? early), +(sharp ?? spoken ?? late ?? 0)];
        return h < 24 && m < 60 ? h * 60 + m : null;
      },
      duration: (name) => {
        const [h, m] = parts(name, "hours", "minutes");
        return (h || m) && whole(4, h || "0", m || "0") && !(+h && +m > 59) ? +h * 60 + +m : null;
      },
    };

    const read = (name, node) => {
      if (!there((x) => x === name || x.startsWith(`${name}.`)).length) return { value: undefined };
      const reasons = [...given(`${name}!refused`), ...given(name)];
      const reason = reasons.find((x) => x === "refused" || x === "not_applicable");
      if (reason) return { value: reason === "refused" ? null : undefined, refused: reason === "refused" };
      return { value: widgets[node.reads](name, node) };
    };
    const ask = (node) => {
      if (!node.rows) return read(node.row ? `${node.question}.${node.row}` : node.question, node);
      const fields = there((x) => x.startsWith(`${node.question}.`)).map((x) => x.name.replace("!refused", ""));
      const rows = [...new Set(fields)].map((name) => read(name, node));
      const [refused, answered] = [rows.length > 0 && rows.every((x) => x.refused), rows.some((x) => !gone(x.value))];
      return { value: undefined, refused, answered };
    };
    return Object.assign(ask, { given, widgets });
  };

  // Opens and closes what stands in a form. "elsewhere" may give an answer that is not in it. Returns what ends it.
  const watch = (form, elsewhere = () => undefined) => {
    const here = asking((test) => [...form.elements].filter((x) => x.name && !x.disabled && test(x.name)));
    const ask = (node) => elsewhere(node) ?? here(node);
    const ending = new AbortController();
    const { signal } = ending;

    // What may open waits in templates, so that without scripts nothing of it is seen or sent.
    for (let waiting; (waiting = form.querySelector("template[data-show]")); ) {
      const [only, ...others] = waiting.content.children;
      const box = others.length ? document.createElement("div") : only;
      if (others.length) box.append(waiting.content);
      box.dataset.show = waiting.dataset.show;
      box.hidden = true;
      waiting.replaceWith(box);
    }
    for (const longer of form.querySelectorAll("template[data-options]")) {
      const list = document.getElementById(longer.dataset.options);
      const chosen = list.value;
      list.replaceChildren(longer.content);
      list.value = chosen;
      longer.remove();
    }
    const boxes = [...form.querySelectorAll("[data-show]")].map((box) => [box, JSON.parse(box.dataset.show)]);
    const status = form.querySelector("[data-opened]");

    // A choice that closes is taken back; a whole question keeps its answer, in case it opens again.
    const takeBack = (box) => {
      const list = box.matches("option") && box.selected && box.closest("select");
      if (list) list.value = "";
      for (const input of box.matches("label.choice") ? box.querySelectorAll(":checked") : []) input.checked = false;
      return list ? [list] : [];
    };
    const update = (isFirst) => {
      const emptied = [];
      let opened = 0;
      for (const [box, tree] of boxes) {
        const isShown = evaluate(tree, ask) === true;
        if (isShown && box.hidden && box.querySelector(':scope > [name="shown!"]')) opened += 1;
        box.hidden = !isShown;
        if (!isShown) emptied.push(...takeBack(box));
        for (const input of [box, ...box.querySelectorAll("input, select, textarea")]) {
          if (input.matches("input, select, textarea, option")) input.disabled = Boolean(input.closest("[data-show][hidden]"));
        }
      }
      for (const list of emptied) list.dispatchEvent(new Event("change", { bubbles: true }));
      if (status && !isFirst && opened) {
        status.textContent = opened === 1 ? status.dataset.opened : status.dataset.several.replace("#", opened);
      }
    };
    update(true);
    // On the document, after everything that takes back answers which do not go together.
    document.addEventListener("input", () => update(false), { signal });
    document.addEventListener("change", () => update(false), { signal });
    addEventListener("pageshow", () => update(true), { signal });
    return () => ending.abort();
  };

  globalThis.surveyConditions = Object.freeze({ evaluate, asking, watch, widgets: Object.keys(asking(() => []).widgets) });
  const form = document.getElementById("page");
  if (form) watch(form);
})();
