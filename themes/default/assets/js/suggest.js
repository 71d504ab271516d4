// Boxes on other pages than the search: the first hits below the box, over /search/engine.js.

import { arrows, connect, element, hit, say, summary, whenTyped } from "./box.js";

const SUGGESTED = 6;

/** Show the first hits below the box of a form while its reader types. */
export function suggest(form) {
  const input = form.querySelector("input");
  const panel = element("div", { className: "suggestions", hidden: true });
  const status = element("p", { className: "hidden" });
  status.setAttribute("role", "status");
  (form.querySelector(".field") ?? form).append(panel, status);
  let latest = 0;
  const close = () => {
    latest += 1; // what is still being asked for is not shown any more
    panel.hidden = true;
  };

  const update = async () => {
    const mine = ++latest;
    const query = input.value.trim();
    if (!query) return close();
    try {
      const { engine, words } = await connect(form);
      const found = await engine.search(query);
      const pages = await Promise.all(found.results.slice(0, SUGGESTED).map((result) => result.data()));
      if (mine !== latest || query !== input.value.trim() || !form.contains(document.activeElement)) return;
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

  const forget = whenTyped(input, update);
  const leave = () => {
    forget();
    close();
  };
  arrows(input, panel, () => {
    leave();
    input.focus();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) leave();
  });
  if (input.value) update();
}
