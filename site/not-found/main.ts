import { byId } from '../ui/dom.js';
import { themeSwitch } from '../ui/theme.js';

byId('theme', HTMLElement).append(themeSwitch('theme'));

// The address as it was asked for; as text, whatever stands in it.
const address = byId('address', HTMLParagraphElement);
address.textContent = location.pathname;
address.hidden = location.pathname === '/404.html';
