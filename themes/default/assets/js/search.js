// The search page and the boxes on other pages, over /search/engine.js.

const WAIT = 150; // milliseconds without typing before a search
const PAGE = 20;
const SUGGESTED = 6;
// the selects of the search page and the facets they choose from; the facets' names are the theme's words
const FACETS = {
  kind: "kind",
  gov: "government",
  plan: "plan",
  year: "year",
  domain: "domain",
  dept: "department",
  role: "department_role",
  limit: "limit",
  state: "state",
};

const absolute = (address) => new URL(address, document.baseURI).href;

/** Load the engine and the words of the interface that a form names. */
function connect(form) {
  form.ready ??= Promise.all([
    import(absolute(form.dataset.engine) + (form.failed ? `?${form.failed}` : "")),
    fetch(absolute(form.dataset.words)).then((response) => response.json()),
  ]).then(([engine, words]) => ({ engine, words }));
  form.ready.catch(() => {
    form.ready = undefined;
    form.failed = (form.failed ?? 0) + 1; // a module that failed is not fetched again at its own address
  });
  return form.ready;
}

const say = (words, key, values = {}) =>
  (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const marked = (parts) =>
  parts.map(({ text, hit }) => (hit ? element("mark", { textContent: text }) : text));

/** Call back after typing pauses; never while an input method is composing. */
function whenTyped(input, act) {
  let timer;
  let composing = false;
  const later = () => {
    clearTimeout(timer);
    if (!composing) timer = setTimeout(act, WAIT);
  };
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    later();
  });
  input.addEventListener("input", later);
  return () => clearTimeout(timer);
}

/** ↓ and ↑ go through the links of a list, Esc goes back to the box. */
function arrows(input, list, leave) {
  const move = (event) => {
    const links = [...list.querySelectorAll("a")];
    const here = links.indexOf(document.activeElement);
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && links.length) links[Math.min(here + 1, links.length - 1)].focus();
    else if (event.key === "ArrowUp" && here > 0) links[here - 1].focus();
    else if (event.key === "ArrowUp" && here === 0) input.focus();
    else if (event.key === "Escape") leave(here >= 0);
    else return;
    event.preventDefault();
  };
  input.addEventListener("keydown", move);
  list.addEventListener("keydown", move);
}

function hit(words, found, result) {
  const first = (facet) => found.filters[words.facets[facet]]?.[0];
  const number = found.number && say(words, "number", { number: found.number });
  const facts = [first("kind"), first("plan") ?? first("government"), number].filter(Boolean);
  const near = result.match === "near" ? say(words, "near_mark") : "";
  return element(
    "li",
    { className: "hit" },
    element("a", { href: found.url }, ...marked(found.title_parts)),
    element(
      "p",
      { className: "facts" },
      ...(near ? [element("span", { className: "mark", textContent: near })] : []),
      ...facts.map((fact) => element("span", { textContent: fact })),
    ),
    element("p", { className: "excerpt" }, ...marked(found.excerpt_parts)),
  );
}

// Boxes on other pages: the first hits below the box

/** Show the first hits below the box of a form while its reader types. */
export function suggest(form) {
  const input = form.querySelector("input");
  const panel = element("div", { className: "suggestions", hidden: true });
  const status = element("p", { className: "hidden" });
  status.setAttribute("role", "status");
  (form.querySelector(".field") ?? form).append(panel, status);
  const close = () => (panel.hidden = true);
  let latest = 0;

  const update = async () => {
    const mine = ++latest;
    const query = input.value.trim();
    if (!query) return close();
    try {
      const { engine, words } = await connect(form);
      const found = await engine.search(query);
      const pages = await Promise.all(found.results.slice(0, SUGGESTED).map((result) => result.data()));
      if (mine !== latest || query !== input.value.trim()) return;
      const all = `${form.action}?q=${encodeURIComponent(query)}`;
      const items = pages.map((page, place) => hit(words, page, found.results[place]));
      const count = summary(words, query, found);
      panel.replaceChildren(
        element("ul", {}, ...items),
        items.length
          ? element("p", {}, element("a", { href: all, textContent: say(words, "all", { n: found.results.length }) }))
          : element("p", { textContent: count }),
      );
      panel.hidden = false;
      status.textContent = count;
    } catch {
      close(); // the form itself still leads to the search page, which says what is wrong
    }
  };

  whenTyped(input, update);
  arrows(input, panel, () => {
    close();
    input.focus();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  if (input.value) update();
}

const SHOWN = 40; // characters of a query that are shown; the box holds all of it

const shortened = (query) => {
  const characters = [...query];
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN).join("")}…` : query;
};

function summary(words, typed, found) {
  const told = found.instead ? say(words, "instead", { query: shortened(found.instead) }) : "";
  const without = found.without.map((query) => say(words, "without", { query: shortened(query) }));
  return [told + outcome(words, shortened(found.instead || typed), found), ...without].join(" ");
}

function outcome(words, query, found) {
  const n = found.results.length;
  const unfiltered = found.unfilteredResultCount;
  if (!n && unfiltered) return say(words, "none_chosen", { query, n: unfiltered });
  if (!n) return say(words, "none", { query });
  if (found.near) return say(words, "near", { query, n });
  const also = found.also.map(({ kind, words: other, count }) =>
    say(words, `also_${kind}`, { other: other.join(" "), n: count }),
  );
  return [say(words, "found", { n }), ...also].join(" ");
}

// The search page

function searchPage(form) {
  const input = form.querySelector("input");
  const status = document.querySelector("#search-status");
  const results = document.querySelector("#search-results");
  const controls = document.querySelector("#search-controls");
  const root = document.documentElement;
  let latest = 0;
  let shown = null;

  const state = () => {
    const chosen = [...controls.querySelectorAll("select")].map((select) => [select.name, select.value]);
    return { q: input.value.trim(), ...Object.fromEntries(chosen.filter(([, value]) => value)) };
  };
  const address = (now) => {
    const query = new URLSearchParams(Object.entries(now).filter(([, value]) => value));
    return `${location.pathname}${query.size ? `?${query}` : ""}`;
  };
  const narrowed = (now) => Object.keys(FACETS).some((name) => now[name]);
  const wanted = (words, now, ...but) => {
    const chosen = Object.entries(FACETS).filter(([name]) => now[name] && !but.includes(name));
    return Object.fromEntries(chosen.map(([name, facet]) => [words.facets[facet], now[name]]));
  };
  const order = { order: { order: "asc" }, newest: { date: "desc" }, oldest: { date: "asc" } };

  async function update(keep = "replace") {
    const mine = ++latest;
    const now = state();
    if (keep) history[`${keep}State`](null, "", address(now));
    const empty = !now.q && !narrowed(now);
    root.classList.toggle("searching", !empty);
    if (empty) return clear();
    try {
      const { engine, words } = await connect(form);
      const filters = wanted(words, now);
      const found = await engine.search(now.q || null, { filters, sort: order[now.sort] ?? {} });
      if (mine !== latest) return;
      await options(engine, words, now, found);
      if (mine !== latest) return;
      shown = { words, found, query: now.q, count: 0 };
      results.replaceChildren(element("ol", { className: "hits" }));
      await more(mine);
      status.textContent = now.q ? summary(words, now.q, found) : say(words, "found", { n: found.results.length });
      if (!found.results.length) results.replaceChildren(advice(words, now, found.unfilteredResultCount));
      results.classList.toggle("nothing", !found.results.length);
      await others(engine, words, now, mine);
    } catch {
      if (mine !== latest) return;
      root.classList.remove("searching");
      results.replaceChildren();
      status.textContent = form.dataset.broken;
    }
  }

  function clear() {
    shown = null;
    status.textContent = "";
    results.classList.remove("nothing");
    results.replaceChildren();
  }

  /** Below the results: what else to search for, other names of the same thing. */
  async function others(engine, words, now, mine) {
    const related = now.q ? await engine.related(now.q, { filters: wanted(words, now) }).catch(() => []) : [];
    if (mine !== latest || !related.length) return;
    const ways = related.map(({ query: other, count }) => {
      const href = address({ ...now, q: other });
      return element("li", {}, element("a", { href, textContent: say(words, "related_one", { other, n: count }) }));
    });
    const title = element("p", { textContent: say(words, "related") });
    results.append(element("div", { className: "related" }, title, element("ul", {}, ...ways)));
  }

  async function more(mine = latest) {
    const { words, found } = shown;
    const next = found.results.slice(shown.count, shown.count + PAGE);
    const pages = await Promise.all(next.map((result) => result.data()));
    if (mine !== latest) return;
    const list = results.querySelector("ol");
    const items = pages.map((page, place) => hit(words, page, next[place]));
    results.querySelector(".more")?.remove();
    list.append(...items);
    shown.count += next.length;
    const left = found.results.length - shown.count;
    if (left > 0) {
      const button = element("button", { type: "button", className: "more", textContent: say(words, "more", { n: left }) });
      button.addEventListener("click", async () => {
        const first = shown.count;
        await more();
        list.children[first]?.querySelector("a")?.focus();
      });
      list.after(button);
    }
  }

  function advice(words, now, unfiltered) {
    const tips = ["advice_shorter", "advice_other", "advice_browse"].map((key) =>
      element("li", { textContent: say(words, key) }),
    );
    const list = element("ul", { className: "plain" }, ...tips);
    if (!narrowed(now)) return list;
    const reset = element("button", { type: "button", textContent: say(words, "reset") });
    reset.addEventListener("click", () => {
      for (const select of controls.querySelectorAll("select")) select.value = "";
      input.focus(); // this button is about to go
      update("push");
    });
    // dropping the filters helps; other words need not
    return element("div", {}, reset, unfiltered ? null : list);
  }

  /** Fill the selects with the values that the other choices leave, and how many pages each has. */
  async function options(engine, words, now, found) {
    for (const [name, code] of Object.entries(FACETS)) {
      const facet = words.facets[code];
      const select = controls.querySelector(`select[name="${name}"]`);
      // another department drops the role that was chosen with this one
      const free = name === "dept" ? ["dept", "role"] : [name];
      const counts = now[name]
        ? (await engine.search(now.q || null, { filters: wanted(words, now, ...free) })).filters[facet]
        : found.filters[facet];
      let values = Object.entries(counts ?? {}).filter(([value, n]) => n || value === now[name]);
      if (name === "role") values = values.filter(([value]) => now.dept && value.startsWith(`${now.dept}·`));
      values.sort((a, b) => (name === "year" ? b[0].localeCompare(a[0]) : b[1] - a[1]));
      const label = (value) => (name === "role" ? value.slice(now.dept.length + 1) : value);
      select.replaceChildren(
        element("option", { value: "", textContent: say(words, "any") }),
        ...values.map(([value, n]) => element("option", { value, textContent: `${label(value)}（${n}）` })),
      );
      select.value = now[name] ?? "";
      select.closest("label").hidden = !values.length && !now[name];
    }
  }

  function restore() {
    const query = new URLSearchParams(location.search);
    input.value = query.get("q") ?? "";
    for (const select of controls.querySelectorAll("select")) {
      const value = query.get(select.name) ?? "";
      if (value && ![...select.options].some((option) => option.value === value)) {
        select.append(element("option", { value, textContent: value }));
      }
      if (value) select.closest("label").hidden = false;
      select.value = value;
    }
    return update(null);
  }

  const forget = whenTyped(input, () => update());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    forget();
    update("push");
  });
  controls.addEventListener("change", (event) => {
    if (event.target.name === "dept") controls.querySelector('select[name="role"]').value = "";
    update("push");
  });
  const narrow = document.querySelector("#search-narrow");
  narrow.addEventListener("click", () => {
    narrow.setAttribute("aria-expanded", String(controls.classList.toggle("open")));
  });
  addEventListener("popstate", restore);
  arrows(input, results, (inside) => {
    if (inside) input.focus();
    else {
      input.value = "";
      update();
    }
  });
  restore();
  connect(form).then(({ engine }) => engine.init(), () => {});
}

const page = document.querySelector("form#search");
if (page) searchPage(page);
