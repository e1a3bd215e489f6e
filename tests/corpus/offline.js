// Makes every screen of the questionnaire as a device without network makes it.
async () => {
    const said = document.createElement('div');
    document.body.append(said);
    const load = (name) => new Promise((resolve, reject) => {
        const script = Object.assign(document.createElement('script'), {src: name, onload: resolve, onerror: reject});
        document.head.append(script);
    });
    for (const name of ['conditions.js', 'way.js']) if (!globalThis.surveyWay) await load(`/static/${name}`);
    const pack = await (await fetch(`${location.pathname}paket?lang=de`)).json();
    const journal = {};
    let shown = 0;
    const screens = surveyWay.walk(pack, journal, 'abc');
    for (const screen of screens) {
        said.append(surveyWay.show(pack, journal, screen, 'abc', true));
        said.append(surveyWay.progress(pack, journal, screen.key, 'abc').text);
        shown += 1;
    }
    said.append(surveyWay.review(pack, journal, 'abc').map((each) => each.title).join(' | '));
    return shown;
}
