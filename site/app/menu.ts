/**
 * On a phone the sidebar folds into a menu behind a button. Esc and a click elsewhere close it; on a wide screen
 * the style sheet shows the sidebar whatever its state.
 */
export function wireMenu(button: HTMLButtonElement, menu: HTMLElement): () => void {
  const isOpen = () => button.getAttribute('aria-expanded') === 'true';
  const set = (open: boolean) => {
    button.setAttribute('aria-expanded', String(open));
    menu.classList.toggle('is-open', open);
  };
  button.addEventListener('click', () => set(!isOpen()));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen()) return;
    set(false);
    button.focus();
  });
  document.addEventListener('click', (event) => {
    const inside =
      event.target instanceof Node && (menu.contains(event.target) || button.contains(event.target));
    if (!inside) set(false);
  });
  menu.addEventListener('focusout', (event) => {
    // Tabbing past the last entry leaves the menu: it must not stay over the page.
    const next = event.relatedTarget;
    if (next instanceof Node && !menu.contains(next) && next !== button) set(false);
  });
  set(false);
  return () => set(false);
}
