// Single keys, away from input fields; they can be switched off (WCAG 2.1.4). Documented in views/help.tsx.
import {useEffect, useRef} from 'preact/hooks';
import type {App} from '../app_context.ts';
import {serviceId} from '../model/route.ts';

const inField = (target: EventTarget | null) => target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null && !(target instanceof HTMLInputElement && /^(radio|checkbox)$/.test(target.type));

const keys: Record<string, (app: App) => void> = {
  '/': (app) => {
    const box = document.querySelector<HTMLInputElement>('#question, #zoektekst');
    if (box) return box.focus();
    app.go({view: 'consult'});
    setTimeout(() => document.getElementById('question')?.focus(), 50);
  },
  k: () => document.getElementById('kopieer')?.click(),
  p: (app) => {
    if (app.route.view === 'leaflet') print();
    else if (app.consult?.response) app.go({view: 'leaflet'});
  },
  n: (app) => app.restart(),
  '?': (app) => app.go({view: 'help'}),
  Escape: (app) => {
    if (app.route.view !== 'consult' && history.length > 1) history.back();
  },
};

export function useShortcuts(app: App): void {
  // One listener for good, that always sees the app as it is now.
  const latest = useRef(app);
  latest.current = app;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const now = latest.current;
      if (!now.settings.shortcuts || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || inField(event.target)) return;
      const key = keys[event.key];
      if (key) {
        event.preventDefault();
        key(now);
      } else if (/^[1-9]$/.test(event.key) && !(event.target instanceof HTMLInputElement)) {
        const card = document.querySelectorAll<HTMLElement>('[data-service]')[Number(event.key) - 1];
        if (card?.dataset.service) now.go({view: 'service', id: serviceId(card.dataset.service)});
      }
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
