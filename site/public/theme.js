/* global document */
// Runs before the style sheet, so that a chosen theme is there with the first paint and nothing flashes.
// Absent or unreadable (storage may be blocked): the system decides.
(function () {
  try {
    var theme = localStorage.getItem('clearview.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.setAttribute('data-theme', theme);
  } catch {
    // Nothing to do: the style sheet follows the system.
  }
})();
