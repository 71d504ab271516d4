// Runs before the first paint of the search page: with a query in the address, the lists to browse
// make room at once and nothing moves when the results come.
if (/[?&][a-z]+=[^&]/.test(location.search)) document.documentElement.classList.add("searching");
