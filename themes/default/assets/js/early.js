// Runs before the first paint. Display settings chosen before hold from the first moment; and on the
// search page, with a query in the address, the lists to browse make room at once, so nothing moves.
{
  const root = document.documentElement;
  let chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem("display")) ?? {};
  } catch {
    // storage is forbidden or holds something else: the site stays as it comes
  }
  if (chosen.large === true) root.dataset.large = "";
  if (chosen.contrast === true) root.dataset.contrast = "";
  if (chosen.tone === "light" || chosen.tone === "dark") root.dataset.tone = chosen.tone;
  if (/[?&][a-z]+=[^&]/.test(location.search)) root.classList.add("searching");
}
