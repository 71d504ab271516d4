// A box above a long list that leaves only the entries which hold what is typed. It needs no index:
// the list is on the page. Two small tables, fetched when the box is first used, let traditional
// characters and pinyin or its initials find entries too.

const WAIT = 120; // milliseconds without typing before the list changes
const LONGEST = 100; // characters of what is typed that are looked at
const LETTERS = /^[a-z]{2,}$/;

const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/** What a reader sees of an entry: not what only screen readers are told. */
function visible(entry) {
  const copy = entry.cloneNode(true);
  for (const hidden of copy.querySelectorAll(".hidden")) hidden.remove();
  return fold(copy.textContent);
}

function make(place) {
  const input = Object.assign(document.createElement("input"), {
    type: "search",
    id: "narrow",
    autocomplete: "off",
    placeholder: place.dataset.hint,
  });
  const label = Object.assign(document.createElement("label"), {
    htmlFor: input.id,
    textContent: place.dataset.label,
  });
  const status = Object.assign(document.createElement("p"), { className: "count" });
  status.setAttribute("role", "status");
  place.append(label, input, status);
  return { input, status };
}

function narrow(place) {
  const lists = [...document.querySelectorAll(place.dataset.narrow)];
  const rows = lists.flatMap((list) => [...list.children]);
  const gaps = rows.filter((row) => row.matches(".gap")); // a number that the document skips is no entry
  const entries = rows.filter((row) => !gaps.includes(row));
  const { input, status } = make(place);
  let texts; // of each entry: what it says, and the syllables of its name
  let tables; // { simple: Map traditional → simplified, sounds: Map character → syllable }
  let timer;
  let composing = false;

  function later() {
    clearTimeout(timer);
    if (!composing) timer = setTimeout(update, WAIT);
  }

  async function load() {
    try {
      const folder = new URL(place.dataset.tables, document.baseURI);
      const at = async (name) => (await fetch(new URL(name, folder))).json();
      const [same, sounds] = await Promise.all([at("same.json"), at("sounds.json")]);
      const to = [...same.simplified];
      const spoken = Object.entries(sounds).flatMap(([syllable, all]) => [...all].map((one) => [one, syllable]));
      tables = {
        simple: new Map([...same.traditional].map((one, n) => [one, to[n]])),
        sounds: new Map(spoken),
      };
      texts = undefined;
      later();
    } catch {
      // without the tables the words as typed still work
    }
  }

  function read(entry) {
    const name = fold(entry.querySelector("a")?.textContent ?? "");
    return { said: visible(entry), sound: [...name].map((one) => tables?.sounds.get(one) ?? one) };
  }

  function wanted() {
    const parts = input.value.slice(0, LONGEST).split(/\s+/u).map(fold).filter(Boolean);
    return parts.map((part) => [...part].map((one) => tables?.simple.get(one) ?? one).join(""));
  }

  function update() {
    const parts = wanted();
    texts ??= entries.map(read);
    const kept = entries.filter((_, n) => parts.every((part) => holds(texts[n], part)));
    const left = new Set(kept);
    for (const entry of entries) entry.hidden = !left.has(entry);
    for (const gap of gaps) gap.hidden = parts.length > 0;
    for (const list of lists) tidy(list);
    const words = kept.length ? place.dataset.found : place.dataset.none;
    status.textContent = parts.length ? words.replace("{n}", kept.length).replace("{all}", entries.length) : "";
    // so that the back button finds the list as it was left
    if (input.value !== (history.state?.narrow ?? "")) history.replaceState({ ...history.state, narrow: input.value }, "");
  }

  function clear() {
    input.value = "";
    update();
  }

  input.addEventListener("focus", load, { once: true });
  input.addEventListener("input", later);
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    later();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || !input.value) return;
    event.preventDefault();
    clear();
  });
  addEventListener("hashchange", () => {
    const target = document.querySelector(":target");
    if (!target?.closest("[hidden]")) return;
    clear();
    target.scrollIntoView();
  });
  if (history.state?.narrow) {
    input.value = history.state.narrow;
    load();
    update();
  }
}

/** Whether an entry says a part, or its name's pinyin or initials do. */
function holds({ said, sound }, part) {
  if (said.includes(part)) return true;
  if (!LETTERS.test(part)) return false;
  const initials = sound.map((one) => one[0]).join("");
  return initials.includes(part) || sound.some((_, start) => spells(sound.slice(start), part));
}

/** Whether syllables begin with letters, the last of which may be unfinished. */
function spells(sound, letters) {
  let left = letters;
  for (const one of sound) {
    if (one.length >= left.length) return left.length > 1 && one.startsWith(left);
    if (!left.startsWith(one)) return false;
    left = left.slice(one.length);
  }
  return false;
}

/** A list without entries goes, with its heading and with sections that hold nothing else. */
function tidy(list) {
  const empty = ![...list.children].some(({ hidden }) => !hidden);
  list.hidden = empty;
  const before = list.previousElementSibling;
  if (/^H[2-6]$/.test(before?.tagName ?? "")) before.hidden = empty;
  for (let section = list.closest("section"); section; section = section.parentElement.closest("section")) {
    const inside = [...section.querySelectorAll("ul")].filter((one) => !one.parentElement.closest("ul"));
    section.hidden = inside.length > 0 && inside.every(({ hidden }) => hidden);
    if (!section.hidden && before?.parentElement === section && before.matches("h2, :first-child")) before.hidden = false;
  }
}

for (const place of document.querySelectorAll("[data-narrow]")) narrow(place);
