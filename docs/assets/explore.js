/* The explorer: search, facets, sorting and export over all records, in the page itself.

   It reads window.onrecordData (explore/data.js), writes text and never markup, and keeps what was
   chosen in the address, so that a view can be shared. Classic script: it works from a file share. */
"use strict";

(() => {
  const root = document.getElementById("explore");
  const data = window.onrecordData;
  if (!root || !data) return;

  const PAGE = 50;
  const SHOWN = 8;
  const OPEN = 50;
  const WEIGHTS = [4, 2, 1]; // head, words, more: as the library ranks
  const rows = data.id.length;
  const place = new Map(data.id.map((id, row) => [id, row]));
  const facets = data.facets.map((facet) => ({
    ...facet,
    number: new Map(facet.terms.map(([value], term) => [value, term])),
  }));
  const facetOf = Object.fromEntries(facets.map((facet) => [facet.name, facet]));
  const at = (id) => root.querySelector(`#explore-${id}`);
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // Words, folded as the library folds them.

  const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u200c\u200d]*/gu;
  const alike = (text) => text.replace(/./gsu, (letter) => data.alike[letter] ?? letter);
  const digit = (letter) => {
    const code = letter.codePointAt(0);
    const zero = data.zeros.find((first) => code >= first && code < first + 10);
    return zero === undefined ? letter : String(code - zero);
  };
  const fold = (word) => {
    const lower = word.toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
    const plain = alike(alike(lower).normalize("NFKD"));
    return plain.replace(/[^\p{L}\p{N}]/gu, "").replace(/\p{Nd}/gu, digit);
  };
  const folded = (text) => (text.match(WORD) ?? []).map(fold).filter(Boolean);
  const termsOf = (query) =>
    [...query.matchAll(/"([^"]*)"?|([^\s"]+)/g)]
      .map((found) => folded(found[1] ?? found[2]).join(" "))
      .filter(Boolean);

  // What is chosen: it comes from the address and goes back there.

  const TEXTS = ["q", "from", "to", "sort", "names"];
  const state = { q: "", from: "", to: "", sort: "", names: "", chosen: {}, shown: PAGE };

  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const name of TEXTS) state[name] = given.get(name) ?? "";
    for (const facet of facets) {
      const known = given.getAll(facet.name).filter((value) => facet.number.has(value));
      state.chosen[facet.name] = new Set(known);
    }
    state.shown = PAGE;
  };
  const address = () => {
    const given = new URLSearchParams();
    for (const name of TEXTS) if (state[name]) given.set(name, state[name]);
    for (const { name } of facets) for (const value of state.chosen[name]) given.append(name, value);
    const text = given.toString();
    return text ? `#${text}` : location.pathname + location.search;
  };

  // Days since 1970 of the first or last day of a year, a month or a day.

  const dayOf = (text, isEnd) => {
    const found = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text.trim());
    if (!found) return null;
    const [year, month, day] = [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)];
    if (month > 12 || day > 31 || found[2] === "00" || found[3] === "00") return null;
    const first = Date.UTC(year, Math.max(month, 1) - 1, Math.max(day, 1));
    const after = day ? Date.UTC(year, month - 1, day + 1) : Date.UTC(year, month || 12, 1);
    return isEnd ? after / 864e5 - 1 : first / 864e5;
  };

  // Selecting: one pass over all records gives the hits and every facet's counts.

  const score = (row, terms) => {
    let sum = 0;
    for (const term of terms) {
      const zone = data.words[row].findIndex((texts) => texts.includes(` ${term}`));
      if (zone < 0) return 0;
      sum += WEIGHTS[zone];
    }
    return sum;
  };
  const select = () => {
    const terms = termsOf(state.q);
    const [from, to] = [dayOf(state.from, false), dayOf(state.to, true)];
    const named = place.get(state.names);
    const active = facets
      .map((facet, index) => ({
        index,
        rows: facet.rows,
        wanted: new Set([...state.chosen[facet.name]].map((value) => facet.number.get(value))),
      }))
      .filter((each) => each.wanted.size);
    const counts = facets.map((facet) => new Uint32Array(facet.terms.length));
    const hits = [];
    for (let row = 0; row < rows; row += 1) {
      if (named !== undefined && !data.names[row].includes(named)) continue;
      if ((from !== null || to !== null) && !data.date[row]) continue;
      if (from !== null && data.to[row] !== null && data.to[row] < from) continue;
      if (to !== null && data.from[row] !== null && data.from[row] > to) continue;
      const rank = terms.length ? score(row, terms) : 1;
      if (!rank) continue;
      const missed = active.filter((each) => !each.rows[row].some((term) => each.wanted.has(term)));
      if (missed.length > 1) continue;
      facets.forEach((facet, index) => {
        if (missed.length && missed[0].index !== index) return;
        for (const term of facet.rows[row]) counts[index][term] += 1;
      });
      if (!missed.length) hits.push([row, rank]);
    }
    return { terms, hits: sorted(hits), counts };
  };
  const sorted = (hits) => {
    const last = (row) => data.to[row] ?? -1e9; // where the end is not known, it comes last
    const by = {
      newest: (one, other) => last(other[0]) - last(one[0]) || one[0] - other[0],
      oldest: (one, other) => (data.from[one[0]] ?? 1e9) - (data.from[other[0]] ?? 1e9),
      label: (one, other) => data.label[one[0]].localeCompare(data.label[other[0]]),
    };
    // Then the order of the data: statements, events and the rest, sources last; newest first.
    const closest = (one, other) => other[1] - one[1] || one[0] - other[0];
    return hits.sort(by[state.sort] ?? closest).map(([row]) => row);
  };

  // Showing hits.

  const marked = (text, terms) => {
    const wanted = terms.flatMap((term) => term.split(" "));
    const parts = [];
    let last = 0;
    for (const found of wanted.length ? text.matchAll(WORD) : []) {
      const word = fold(found[0]);
      if (!wanted.some((each) => word.startsWith(each))) continue;
      parts.push(text.slice(last, found.index), make("mark", { textContent: found[0] }));
      last = found.index + found[0].length;
    }
    return [...parts, text.slice(last)];
  };
  const link = (id, ...content) => make("a", { href: `record/${id}.html` }, ...content);
  const labelsOf = (name, row) => facetOf[name].rows[row].map((term) => facetOf[name].terms[term]);
  const quoteOf = (row, terms) => {
    const quotes = data.quotes[row];
    const has = ([, text]) => folded(text).some((word) => terms.some((each) => word.startsWith(each)));
    return quotes.find(has) ?? quotes[0];
  };
  const hit = (row, terms) => {
    const [kind] = labelsOf("kind", row)[0];
    const about = make("p", { className: "explore-about" });
    about.append(make("span", { className: `explore-kind explore-kind-${kind}`, textContent: kind }));
    if (data.when[row]) about.append(make("span", { textContent: data.when[row] }));
    const speakers = labelsOf("speaker", row).map(([id, label]) => link(id, make("bdi", {}, label)));
    if (speakers.length) about.append(make("span", {}, ...speakers.flatMap((each, n) => (n ? [", ", each] : [each]))));
    const stances = labelsOf("stance", row).map(([value]) => value.replace(/-/g, " "));
    if (stances.length) about.append(make("span", { textContent: stances.join(", ") }));
    const title = make("h3", {}, link(data.id[row], make("bdi", {}, ...marked(data.label[row], terms))));
    const item = make("li", {}, about, title);
    const quote = quoteOf(row, terms);
    if (quote) item.append(make("blockquote", { lang: quote[0], dir: "auto" }, ...marked(quote[1], terms)));
    return item;
  };

  // Showing facets. A term's element is made once, so that the keyboard keeps its place.

  const boxes = facets.map((facet) => {
    const list = make("ul");
    const filter = make("input", { type: "search", placeholder: "Filter", autocomplete: "off" });
    filter.setAttribute("aria-label", `Filter: ${facet.title}`);
    const more = make("button", { type: "button", className: "explore-more-terms" });
    const number = make("span", { className: "explore-chosen" });
    const box = make("details", {}, make("summary", {}, facet.title, number));
    if (facet.terms.length > SHOWN) box.append(filter);
    box.append(list, more);
    const one = { facet, box, list, filter, more, number, items: new Map(), isOpen: false };
    filter.addEventListener("input", () => showTerms(one));
    more.addEventListener("click", () => {
      one.isOpen = !one.isOpen;
      showTerms(one);
    });
    return one;
  });
  const itemOf = (one, term) => {
    if (one.items.has(term)) return one.items.get(term);
    const [value, label, meaning] = one.facet.terms[term];
    const input = make("input", { type: "checkbox", value });
    const count = make("span", { className: "explore-term-count" });
    const text = make("bdi", { textContent: label.replace(/^[a-z-]+$/, (word) => word.replace(/-/g, " ")) });
    const item = make("li", { title: meaning }, make("label", {}, input, text, count));
    input.addEventListener("change", () => {
      state.chosen[one.facet.name][input.checked ? "add" : "delete"](value);
      changed();
    });
    one.items.set(term, { item, input, count });
    return one.items.get(term);
  };
  const showTerms = (one) => {
    const chosen = state.chosen[one.facet.name];
    const words = folded(one.filter.value);
    const all = one.facet.terms.map((_, term) => term).filter((term) => {
      const [value, label] = one.facet.terms[term];
      if (!words.length) return one.counts[term] || chosen.has(value);
      return words.every((word) => folded(label).some((each) => each.startsWith(word)));
    });
    const weight = (term) => one.counts[term] + (chosen.has(one.facet.terms[term][0]) ? 1e9 : 0);
    all.sort((left, right) => weight(right) - weight(left));
    const shown = all.slice(0, one.isOpen || words.length ? Math.max(OPEN, chosen.size) : Math.max(SHOWN, chosen.size));
    const focused = document.activeElement;
    one.list.replaceChildren(
      ...shown.map((term) => {
        const { item, input, count } = itemOf(one, term);
        input.checked = chosen.has(input.value);
        count.textContent = one.counts[term].toLocaleString("en");
        return item;
      }),
    );
    if (one.list.contains(focused)) focused.focus({ preventScroll: true });
    one.more.hidden = words.length > 0 || all.length <= SHOWN;
    one.more.textContent = one.isOpen ? "Fewer" : `More (${Math.min(all.length, OPEN) - shown.length})`;
    one.number.textContent = chosen.size ? ` · ${chosen.size}` : "";
  };

  // Taking results away.

  const exported = () =>
    now.hits.map((row) => ({
      id: data.id[row],
      kind: labelsOf("kind", row)[0][0],
      date: data.date[row],
      label: data.label[row],
      speakers: labelsOf("speaker", row).map(([id]) => id),
      claims: labelsOf("claim", row).map(([id]) => id),
      stances: labelsOf("stance", row).map(([value]) => value),
      quotes: data.quotes[row].map(([lang, text]) => ({ lang, text })),
    }));
  const cell = (value) => {
    const flat = Array.isArray(value)
      ? value.map((each) => each.text ?? each).join("; ")
      : String(value);
    const safe = /^[=+\-@\t\r\n＝＋－＠']/.test(flat) ? `'${flat}` : flat; // no spreadsheet computes it
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  const asCsv = (found) => {
    const columns = ["id", "kind", "date", "label", "speakers", "claims", "stances", "quotes"];
    const lines = found.map((each) => columns.map((name) => cell(each[name])).join(","));
    return [columns.join(","), ...lines, ""].join("\r\n");
  };
  const save = (name, type, text) => {
    const url = URL.createObjectURL(new Blob([text], { type }));
    make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };

  // Putting it together.

  let now = { terms: [], hits: [], counts: [] };
  const showHits = () => {
    const list = at("results");
    list.replaceChildren(...now.hits.slice(0, state.shown).map((row) => hit(row, now.terms)));
    const left = now.hits.length - list.children.length;
    at("more").hidden = left <= 0;
    at("more").textContent = `Show ${Math.min(left, PAGE)} more of ${left.toLocaleString("en")}`;
  };
  const show = () => {
    now = select();
    const number = now.hits.length;
    const what = `${number.toLocaleString("en")} ${number === 1 ? "record" : "records"}`;
    const about = place.has(state.names) ? `, naming “${data.label[place.get(state.names)]}”` : "";
    at("count").textContent = what + about;
    for (const [index, one] of boxes.entries()) {
      one.counts = now.counts[index];
      showTerms(one);
    }
    showHits();
    at("nothing").hidden = number > 0;
    at("clear").hidden = !address().startsWith("#");
    for (const name of ["from", "to"]) {
      const isWrong = state[name] !== "" && dayOf(state[name], false) === null;
      at(name).setAttribute("aria-invalid", String(isWrong));
    }
  };
  const changed = () => {
    state.shown = PAGE;
    history.replaceState(null, "", address());
    show();
  };
  const fill = () => {
    for (const name of ["q", "from", "to", "sort"]) at(name).value = state[name];
    for (const one of boxes) one.box.open = one.box.open || state.chosen[one.facet.name].size > 0;
    show();
  };

  at("facets").replaceChildren(...boxes.map((one) => one.box));
  for (const one of boxes.slice(0, 3)) one.box.open = true;
  for (const name of ["q", "from", "to", "sort"]) {
    at(name).addEventListener("input", () => {
      state[name] = at(name).value;
      changed();
    });
  }
  at("form").addEventListener("submit", (event) => event.preventDefault());
  at("more").addEventListener("click", () => {
    const first = state.shown;
    state.shown += PAGE;
    showHits();
    at("results").children[first]?.querySelector("h3 a").focus();
  });
  at("clear").addEventListener("click", () => {
    history.replaceState(null, "", location.pathname + location.search);
    read();
    fill();
    at("q").focus();
  });
  at("csv").addEventListener("click", () => save("onrecord.csv", "text/csv", asCsv(exported())));
  at("json").addEventListener("click", () => {
    const found = { dataset_version: data.version, address: location.href, records: exported() };
    save("onrecord.json", "application/json", JSON.stringify(found, null, 1));
  });
  window.addEventListener("hashchange", () => {
    read();
    fill();
  });
  read();
  if (window.matchMedia("(min-width: 60em)").matches) at("filters").open = true;
  fill();
  root.dataset.ready = "true";
})();
