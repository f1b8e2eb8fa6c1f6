import { byId } from '../ui/dom.js';
import { themeSwitch } from '../ui/theme.js';

byId('theme', HTMLElement).append(themeSwitch('theme'));

// The address as it was asked for; as text, whatever stands in it.
byId('address', HTMLParagraphElement).textContent = location.pathname;
