// Opens what is folded, and hovers over and focuses everything one can.
() => {
    for (const each of document.querySelectorAll('details')) each.open = true;
    for (const each of document.querySelectorAll('main input:not([type=hidden], [type=file], [type=submit]), main select, main textarea, main summary, main a, main button, main [title], main [data-words], main svg *')) {
        for (const kind of ['pointerover', 'mouseover', 'mouseenter', 'focus', 'focusin']) each.dispatchEvent(new Event(kind, {bubbles: true}));
        if (each.matches('[role=combobox], [type=search]')) {
            each.value = '';
            for (const kind of ['input', 'click']) each.dispatchEvent(new Event(kind, {bubbles: true}));
        }
    }
}
