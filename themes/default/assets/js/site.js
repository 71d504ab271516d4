// "/" puts the cursor into the search box; the first use of a box loads the search.

const box = document.querySelector('form[role="search"] input[type="search"]');

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || !box || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const load = async () => {
    const { suggest } = await import(new URL(form.dataset.suggest, document.baseURI).href);
    suggest(form);
  };
  form.addEventListener("focusin", load, { once: true });
}
