/* global document */
// Runs before the first paint, so that a dark reader sees no white flash. A file of its own because the
// content security policy allows no inline script.
try {
  const choice = localStorage.getItem('clearview.theme');
  if (choice === 'light' || choice === 'dark') document.documentElement.style.colorScheme = choice;
} catch {
  // Storage is blocked: the system's choice stands.
}
