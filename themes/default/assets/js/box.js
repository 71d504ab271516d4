// What is every search box able to do? Its engine and words, typing and arrow keys, a result, the sentence that says how many.

const WAIT = 150; // milliseconds without typing before a search

const absolute = (address) => new URL(address, document.baseURI).href;

/** Load the engine and the words of the interface that a form names. */
export function connect(form) {
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

export const say = (words, key, values = {}) =>
  (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const marked = (parts) =>
  parts.map(({ text, hit }) => (hit ? element("mark", { textContent: text }) : text));

/** A result: its title, what it is, and the piece of its text that was found. */
export function hit(words, found, result) {
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

const SHOWN = 40; // characters of a query that are shown; the box holds all of it

/** A query as it is shown: its beginning. */
export const shortened = (query) => {
  const characters = [...query];
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN).join("")}…` : query;
};

/** What came of a query, in a sentence or two. */
export function summary(words, typed, found) {
  const told = found.instead ? say(words, "instead", { query: shortened(found.instead) }) : "";
  const without = found.without.map((query) => say(words, "without", { query: shortened(query) }));
  return [told + outcome(words, shortened(found.instead || typed), found), ...without].join(" ");
}

function outcome(words, query, found) {
  const n = found.results.length;
  const unfiltered = found.unfilteredResultCount;
  if (!n && unfiltered) return say(words, "none_chosen", { query, n: unfiltered });
  if (!n) return say(words, "none", { query });
  if (found.near) return say(words, "near", { query, n }) + found.lacking.map((lacks) => say(words, "near_lacks", { lacks })).join("");
  const also = found.also.map(({ kind, words: other, count }) =>
    say(words, `also_${kind}`, { other: other.join(" "), n: count }),
  );
  return [say(words, "found", { n }), ...also].join(" ");
}

/** Call back after typing pauses; never while an input method is composing. */
export function whenTyped(input, act) {
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
export function arrows(input, list, leave) {
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
