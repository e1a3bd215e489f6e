// Looks at the page as it stands: what is there that words cannot have made without being taken for markup.
({payloads, evil, product, braces, isLiteral}) => {
    const faults = [...(globalThis.heardHere ?? [])];
    // Our own sentences change quotation marks within their own.
    const plain = (text) => text.replace(/["„“”‚‘’]/g, "'").replace(/[\s\u00a0]+/g, ' ').replace(/[\u200b\u00ad\u2066-\u2069\u200e\u200f]/g, '');
    const expected = Object.fromEntries(Object.entries(payloads).map(([n, text]) => [n, plain(text)]));
    const literal = (where, text) => {
        const said = plain(text);
        for (const found of isLiteral ? said.matchAll(/q(\d\d):/g) : []) {
            const wanted = expected[Number(found[1])];
            if (!wanted) continue;
            const tail = said.slice(found.index, found.index + wanted.length);
            const cut = tail.search(/\s?(…|\.\.\.|: \d)/);
            const part = cut < 0 ? tail : tail.slice(0, cut);
            const isEnd = cut >= 0 || found.index + tail.length >= said.length;
            // Codes are made of words, words one by one are named in lists, braces are signs of a questionnaire.
            if (/^q\d\d:(\w*_|'[,.])/.test(tail) || (braces && /[{}]/.test(wanted))) continue;
            // A sentence of ours may name the first words of it in quotation marks.
            const same = [...tail].findIndex((sign, place) => sign !== wanted[place]);
            if (same >= 8 && tail[same] === "'") continue;
            if (!(part === wanted || (isEnd && wanted.startsWith(part.trimEnd())))) faults.push(`not literal in ${where}: ${tail}`);
        }
        if (said.includes(product)) faults.push(`reckoned out in ${where}: ${said}`);
    };
    const URLS = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'ping', 'content'];
    const element = (one) => {
        const name = one.localName;
        const where = `${name}${one.id ? '#' + one.id : ''}.${one.getAttribute('class') ?? ''}`;
        if (name.startsWith('x-') || name === 'base' || name === 'object' || name === 'embed') faults.push(`element ${where}`);
        if (name === 'script' && !one.src && one.type !== 'application/json') faults.push(`script ${one.textContent}`);
        if (name === 'meta' && /refresh/i.test(one.httpEquiv)) faults.push(`refresh ${one.content}`);
        if (name === 'style' && one.textContent.includes('evil')) faults.push(`style ${one.textContent}`);
        for (const {name: key, value} of one.attributes) {
            if (/^on|^srcdoc$|["'<]/i.test(key)) faults.push(`attribute ${key} of ${where}`);
            if (URLS.includes(key) && /^[\s\0-\x20]*(javascript|vbscript|data:text)/i.test(value)) faults.push(`address ${value} of ${where}`);
            if (URLS.includes(key) && key !== 'content' && new RegExp(`^(https?:)?//${evil}`).test(value)) faults.push(`address ${value} of ${where}`);
            if (!URLS.includes(key) && key !== 'data-unformatted') literal(`${where}@${key}`, value);
        }
        if ('value' in one && typeof one.value === 'string') literal(`${where}.value`, one.value);
        if (name === 'script' && one.type === 'application/json') JSON.parse(one.textContent, (_, value) => typeof value === 'string' ? whole(value) : value);
        else if (name !== 'script') for (const node of one.childNodes) if (node.nodeType === 3) literal(where, node.data);
        if (one.content instanceof DocumentFragment) one.content.querySelectorAll('*').forEach(element);
    };
    const whole = (text) => { if (text.includes(product)) faults.push(`reckoned out: ${text}`); };
    document.querySelectorAll('*').forEach(element);
    return {faults: [...new Set(faults)], signs: [...document.documentElement.outerHTML.matchAll(/q(\d\d):/g)].length};
}
