// The search page, over /search/engine.js.

import { arrows, connect, element, hit, say, shortened, summary, whenTyped } from "./box.js";

const PAGE = 20;
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

function searchPage(form) {
  const input = form.querySelector("input");
  const status = document.querySelector("#search-status");
  const results = document.querySelector("#search-results");
  const controls = document.querySelector("#search-controls");
  const root = document.documentElement;
  const title = document.title;
  const printed = document.querySelector(".printed"); // where the page is, for paper
  const place = printed?.textContent;
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
  /** What tells this search from that of another tab: its words, then what was chosen. */
  const named = (now) => {
    const chosen = Object.keys(FACETS).flatMap((name) => (now[name] ? [now[name]] : []));
    return [...[now.q, ...chosen].filter(Boolean).map(shortened), title].join(" - ");
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
    document.title = named(now); // after the address: the entry that is left behind keeps its own
    if (printed) printed.textContent = place + decodeURI(address(now).slice(location.pathname.length));
    const empty = !now.q && !narrowed(now);
    root.classList.toggle("searching", !empty);
    if (empty) return clear();
    try {
      const { engine, words } = await connect(form);
      const filters = wanted(words, now);
      const found = await engine.search(now.q || null, { filters, sort: order[now.sort] ?? {} });
      if (mine !== latest) return;
      const counts = await counted(engine, words, now, found);
      if (mine !== latest) return;
      options(words, now, counts);
      const told = now.q ? summary(words, now.q, found) : say(words, "found", { n: found.results.length });
      shown = { words, found, told, count: 0 };
      results.replaceChildren(element("ol", { className: "hits" }));
      await more();
      if (mine !== latest) return;
      status.textContent = told;
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

  /** Add the next results to those shown and give the first of them; nothing if others have taken their place meanwhile. */
  async function more() {
    const mine = shown;
    const next = mine.found.results.slice(mine.count, mine.count + PAGE);
    const pages = await Promise.all(next.map((result) => result.data()));
    if (mine !== shown) return null;
    const list = results.querySelector("ol");
    const items = pages.map((page, place) => hit(mine.words, page, next[place]));
    list.append(...items);
    mine.count += next.length;
    results.querySelector(".more")?.remove();
    const left = mine.found.results.length - mine.count;
    if (left > 0) list.after(button(mine.words, left));
    return items[0];
  }

  function button(words, left) {
    const made = element("button", { type: "button", className: "more", textContent: say(words, "more", { n: left }) });
    let asked = false; // twice would show the same results twice
    made.addEventListener("click", async () => {
      if (asked) return;
      asked = true;
      if (status.textContent !== shown.told) status.textContent = shown.told; // what was wrong before is tried again
      try {
        const first = await more();
        first?.querySelector("a").focus();
      } catch {
        if (made.isConnected) status.textContent = say(words, "more_lost");
      }
      asked = false;
    });
    return made;
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

  /** How many pages each value of each facet would leave, given the other choices. */
  async function counted(engine, words, now, found) {
    const counts = {};
    for (const [name, code] of Object.entries(FACETS)) {
      // another department drops the role that was chosen with this one
      const free = name === "dept" ? ["dept", "role"] : [name];
      const asked = now[name] && (await engine.search(now.q || null, { filters: wanted(words, now, ...free) }));
      counts[name] = (asked || found).filters[words.facets[code]] ?? {};
    }
    return counts;
  }

  /** Fill the selects with the values that the other choices leave; at once, so that no choice made meanwhile is lost. */
  function options(words, now, counts) {
    for (const name of Object.keys(FACETS)) {
      const select = controls.querySelector(`select[name="${name}"]`);
      let values = Object.entries(counts[name]).filter(([value, n]) => n || value === now[name]);
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
