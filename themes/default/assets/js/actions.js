// Copies a text or this page's permanent address, and prints: buttons that show only where they work.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const wanted = (button) => document.getElementById(button.dataset.copy).textContent.trim();

// the clipboard is there on https and on this machine only
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const status = document.getElementById(button.dataset.status);
  button.hidden = false;
  button.addEventListener("click", async () => {
    let words = status.dataset.copied;
    try {
      await navigator.clipboard.writeText(wanted(button));
    } catch {
      words = status.dataset.failed;
    }
    // the same words again would not be read out again
    status.textContent = "";
    setTimeout(() => { status.textContent = words; }, 50);
  });
}
