// The query engine at its stable address, with Pagefind's API: init, options, search, filters,
// preload, debouncedSearch, destroy. Everything runs in a worker (worker.js), where pagefind.js
// finds no document whose language would make it cut Chinese queries by a dictionary.

let worker;
let calls = 0;
const waiting = new Map();

function start() {
  if (worker) return worker;
  worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data: { id, result, error } }) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (!call) return;
    if (error === undefined) call.resolve(result);
    else call.reject(new Error(error));
  });
  worker.addEventListener("error", (event) => {
    for (const call of waiting.values()) call.reject(new Error(event.message || "search worker failed"));
    waiting.clear();
    stop(); // the next call starts another
  });
  return worker;
}

function stop() {
  worker?.terminate();
  worker = undefined;
}

function ask(method, ...args) {
  return new Promise((resolve, reject) => {
    const id = ++calls;
    waiting.set(id, { resolve, reject });
    start().postMessage({ id, method, args });
  });
}

/** Load the index, so that the first search need not wait for it. */
export const init = () => ask("init");

/** Set options: excerptLength (characters) and baseUrl. */
export const options = (given = {}) => ask("options", JSON.parse(JSON.stringify(given)));

/** Load what a query needs without running it. */
export const preload = (query, given = {}) => ask("preload", query, given);

/** Every filter with the number of pages for each of its values. */
export const filters = () => ask("filters");

class Result {
  #terms;

  constructor(id, score, match, terms) {
    this.id = id;
    this.score = score;
    this.words = [];
    this.match = match;
    this.#terms = terms;
  }

  /** The page: address, title, excerpt, filters. */
  data = () => ask("data", this.id, this.#terms);
}

/** Find pages. Results carry id, score, kind of match (exact, widened, near) and data(). */
export async function search(query, given = {}) {
  const { ids, scores, matches, from, ...found } = await ask("search", query, given);
  const results = ids.map((id, place) => new Result(id, scores[place], matches[place], found.sets[from[place]]));
  return { results, ...found };
}

/** Other names of what a query names that are worth searching for with the same filters: [{query, count}]. */
export const related = (query, given = {}) => ask("related", query, given);

let latest = 0;

/** Search when no further call comes within `wait` milliseconds; null if one does. */
export async function debouncedSearch(query, given = {}, wait = 300) {
  const mine = ++latest;
  preload(query, given).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, wait));
  if (mine !== latest) return null;
  const found = await search(query, given);
  return mine === latest ? found : null;
}

/** End the worker and forget the index. */
export async function destroy() {
  stop();
  waiting.clear();
}
