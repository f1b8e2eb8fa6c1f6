/* global document, matchMedia */
// Swagger UI knows dark by a class. Before the first paint, so that nothing flashes.
(function () {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  function show() {
    const chosen = root.getAttribute('data-theme');
    root.classList.toggle('dark-mode', chosen === 'dark' || (chosen === null && system.matches));
  }
  show();
  system.addEventListener('change', show);
})();
